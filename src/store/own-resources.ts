// Reads and writes the resources of types that customers define themselves; what their schemas say of them it does not know.

import type { mongo } from 'mongoose';
import type { SearchForm } from '../directory/condition';
import type { OwnResource, OwnResourceSteps } from '../directory/own-resource';
import type { DirectoryReader } from '../directory/ports';
import { toMongoFilter } from './condition';
import type { Collections, OwnResourceDocument } from './documents';
import { named } from './driver-failure';
import { readPage } from './page';
import { versionConflict } from './version-conflict';

export function ownResourceReader({
  ownResources,
}: Pick<Collections, 'ownResources'>): Pick<DirectoryReader, 'ownResource' | 'ownResources'> {
  return {
    async ownResource(customer, type, id) {
      const document = await named(ownResources.findOne({ _id: id, customer, type }));
      return document === null ? undefined : ownResourceRecord(document);
    },

    async ownResources(customer, type, page) {
      const { condition } = page;
      const all = { customer, type };
      const query =
        condition === undefined ? all : { $and: [all, toMongoFilter(condition, 'search', noRelation)] };
      const found = await named(readPage(ownResources, query, page));
      return { ...found, records: found.records.map(ownResourceRecord) };
    },
  };
}

export function ownResourceSteps(
  { ownResources }: Pick<Collections, 'ownResources'>,
  session: mongo.ClientSession,
): OwnResourceSteps {
  return {
    async ownResource(customer, type, id) {
      const document = await ownResources.findOne({ _id: id, customer, type }, { session });
      return document === null ? undefined : ownResourceRecord(document);
    },

    async insertOwnResource(resource, form) {
      await ownResources.insertOne(ownResourceDocument(resource, form), { session });
    },

    async replaceOwnResource(before, after, form) {
      const { _id: _same, ...replacement } = ownResourceDocument(after, form);
      const { matchedCount } = await ownResources.replaceOne(asItWas(before), replacement, { session });
      if (matchedCount === 0) throw versionConflict();
    },

    async deleteOwnResource(before) {
      const { deletedCount } = await ownResources.deleteOne(asItWas(before), { session });
      if (deletedCount === 0) throw versionConflict();
    },
  };
}

export function ownResourceRecord({ _id, search: _search, ...resource }: OwnResourceDocument): OwnResource {
  return { id: _id, ...resource };
}

function ownResourceDocument({ id, ...resource }: OwnResource, search: SearchForm): OwnResourceDocument {
  return { _id: id, ...resource, search };
}

function asItWas({ id, customer, type, version }: OwnResource): mongo.Filter<OwnResourceDocument> {
  return { _id: id, customer, type, version };
}

function noRelation(relation: string): never {
  throw new Error(`an own resource has no relation ${relation}`);
}
