// How the search forms of one customer's records are made, for those that were made by other schemas; reads and writes nothing.

import type { CustomerForms } from '../../directory/own-resource';
import type { PublishedSchemas } from '../schema/definitions';
import { recordForm } from '../schema/own-form';
import { compileSchemaMap, typeNamed } from '../schema/schema-map';
import { groupResource } from './group-resource';
import { ownResourceBody } from './own-resource';
import { userResource } from './user-resource';

/**
 * @param published what the customer has
 * @param baseUrl the public URL with `/scim/v2`
 */
export function customerForms(customer: string, published: PublishedSchemas, baseUrl: string): CustomerForms {
  const map = compileSchemaMap(published);
  const [user, group] = [typeNamed(map, 'User'), typeNamed(map, 'Group')];
  const own = [...map.values()].filter(({ schema }) => published.own?.has(schema) === true);
  return {
    customer,
    user: { digest: user.own?.digest, form: (record) => recordForm(user, userResource(record, baseUrl)) },
    group: { digest: group.own?.digest, form: (record) => recordForm(group, groupResource(record, baseUrl)) },
    own: new Map(
      own.map((type) => [
        type.name,
        {
          digest: type.own?.digest,
          form: (record) => recordForm(type, ownResourceBody(type, record, baseUrl)),
        },
      ]),
    ),
  };
}
