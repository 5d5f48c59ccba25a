"""Runs scim2-tester against a SCIM base and writes what it found, one JSON object a line: outcome, name, detail.

Usage: run_tester.py [--core] BASE_URL, with the bearer token in SCIM_TOKEN. With --core the iManage extensions are taken
out of the resource types, so that nothing is left that the tester cannot know.
Resource types that can only be read are listed and read one by one, and the client's models must take every answer:
each check of the tester begins with a POST of its own, which such a type answers with 405.
Exit code 0 when it ran, 2 for wrong usage.
"""

import json
import os
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import Mutability, ResourceType, Schema, ScimPolicy, ScimProvider
from scim2_tester import Status, check_server

IMANAGE = "urn:ietf:params:scim:schemas:extension:imanage:2.0:"
# The tester returns early, with few results, when discovery fails: these checks prove that it went through.
MUST_HAVE_RUN = {("User", "object_deletion"), ("Group", "check_replace_attribute")}


def scim_client(url, token, core_only):
    scim = SyncSCIMClient(Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30))
    if core_only:
        types = scim.query(ResourceType).resources
        for kind in types:
            extensions = kind.schema_extensions or []
            kind.schema_extensions = [e for e in extensions if not str(e.schema_).startswith(IMANAGE)]
        policy = ScimPolicy(unknown=ScimPolicy.Unknown.ignore)
        scim.provider = ScimProvider.from_discovery(scim.query(Schema).resources, types, policy=policy)
    return scim


def by_writability(scim):
    """Resource types that a client may write, and those it may only read: nothing in their schema takes a value."""
    read_only = {
        schema.id
        for schema in scim.query(Schema).resources
        if all(attribute.mutability is Mutability.read_only for attribute in schema.attributes)
    }
    types = scim.query(ResourceType).resources
    return (
        [kind.name for kind in types if str(kind.schema_) not in read_only],
        [kind for kind in types if str(kind.schema_) in read_only],
    )


def read_everything(scim, kind):
    """Faults found in reading the resources of a read-only type, and how many there are of them."""
    try:
        listed = scim.query(kind).resources
        for resource in listed:
            read = scim.query(kind, resource.id)
            if read != resource:
                return [f"{kind.name} {resource.id} reads otherwise than it is listed"], len(listed)
    except Exception as error:
        return [f"{kind.name} cannot be read: {error}"], 0
    return ([] if listed else [f"{kind.name} has no resources"]), len(listed)


def tell(outcome, name, detail=""):
    print(json.dumps({"outcome": outcome, "name": name, "detail": str(detail)}))


def run(url, token, core_only):
    scim = scim_client(url, token, core_only)
    writable, read_only = by_writability(scim)
    results = check_server(scim, resource_types=writable)
    if not MUST_HAVE_RUN <= {(result.resource_type, result.title) for result in results}:
        tell("failed", "the whole run", "the tester stopped before the resource checks")
    for result in results:
        outcome = {Status.SUCCESS: "passed", Status.SKIPPED: "skipped"}.get(result.status, "failed")
        name = f"{result.resource_type or 'discovery'} {result.title}"
        tell(outcome, name, "" if outcome == "passed" else result.reason)
    for kind in read_only:
        faults, count = read_everything(scim, kind)
        for fault in faults:
            tell("failed", f"{kind.name} is read", fault)
        if not faults:
            tell("passed", f"{kind.name} is read, {count} of them")


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--core"]
    if len(arguments) != 1 or "SCIM_TOKEN" not in os.environ:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    run(arguments[0], os.environ["SCIM_TOKEN"], core_only="--core" in sys.argv)
