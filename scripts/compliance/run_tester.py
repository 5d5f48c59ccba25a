"""Runs scim2-tester against a SCIM base and judges what it found.

Usage: run_tester.py BASE_URL, with the bearer token in SCIM_TOKEN.

First run: the core and enterprise schemas, where nothing but SUCCESS will do. Second run: everything the gateway
publishes, where only the deviations in EXPECTED may appear; each is a rule of iManage that the tester cannot know.
Resource types that can only be read are listed and read one by one, and the client's models must take every answer:
each check of the tester begins with a POST of its own, which such a type answers with 405.
Exit code 0 when both hold, 1 when not, 2 for wrong usage.
"""

import os
import re
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import Mutability, ResourceType, Schema, ScimPolicy, ScimProvider
from scim2_tester import Status, check_server

IMANAGE = "urn:ietf:params:scim:schemas:extension:imanage:2.0:"
USER = re.escape(IMANAGE + "User")
GROUP = re.escape(IMANAGE + "Group")

EXPECTED = {
    "User ID, groupId, library and a group's external flag never change (RFC 7643 §2.2 immutable); the tester tries": (
        rf"Failed to (add|replace|remove) attribute '({USER}|{USER}:userId|{GROUP}|{GROUP}:(groupId|library|external))'",
        r"^(User|Group) object_replacement .*(userId|groupId|library|external)",
    ),
    "what every iManage user or group has comes back with its default after a remove": (
        rf"(did not remove attribute|Attribute) '({USER}|{GROUP})'",
        rf"(did not remove attribute|Attribute) '{USER}:(preferredLibrary|role|external|accountType|libraryAssignments|libraries)'",
        rf"(did not remove attribute|Attribute) '{GROUP}:enabled'",
    ),
    "exactly one library is preferred, and read-only attributes come with the extension, whatever was sent": (
        rf"unexpected value for '({USER}:libraries|{USER}|{GROUP})'",
    ),
    "a random value met a rule: external roles and groups are for external users, a disabled group is frozen": (
        rf"Failed to remove attribute '{USER}:external'.*external users only",
        r"^Group \w+ .*(external|disabled)",
    ),
}
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
    model = scim.provider.model_for(kind)
    try:
        listed = scim.query(model).resources
        for resource in listed:
            read = scim.query(model, resource.id)
            if read != resource:
                return [f"{kind.name} {resource.id} reads otherwise than it is listed"], len(listed)
    except Exception as error:
        return [f"{kind.name} cannot be read: {error}"], 0
    return ([] if listed else [f"{kind.name} has no resources"]), len(listed)


def reason_for(line):
    for reason, patterns in EXPECTED.items():
        if any(re.search(pattern, line) for pattern in patterns):
            return reason
    return None


def run(name, url, token, core_only):
    scim = scim_client(url, token, core_only)
    writable, read_only = by_writability(scim)
    results = check_server(scim, resource_types=writable)
    wrong = []
    expected = {}
    if not MUST_HAVE_RUN <= {(result.resource_type, result.title) for result in results}:
        wrong.append("the tester stopped before the resource checks")
    for result in results:
        if result.status is Status.SUCCESS:
            continue
        line = f"{result.resource_type} {result.title} {result.reason}"
        reason = None if core_only else reason_for(line)
        if reason is None:
            wrong.append(f"{result.status.name} {line}")
        else:
            expected[reason] = expected.get(reason, 0) + 1
    read = {}
    for kind in read_only:
        faults, read[kind.name] = read_everything(scim, kind)
        wrong.extend(faults)
    succeeded = sum(result.status is Status.SUCCESS for result in results)
    print(f"{name}: {len(results)} checks, {succeeded} succeeded, {len(wrong)} failed, "
          f"{sum(expected.values())} expected deviations")
    for kind, count in read.items():
        print(f"  read {count} x {kind}, which no client writes")
    for reason, count in expected.items():
        print(f"  expected {count} x {reason}")
    for line in wrong:
        print(f"  FAILED {line}")
    return not wrong


if __name__ == "__main__":
    if len(sys.argv) != 2 or "SCIM_TOKEN" not in os.environ:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    arguments = (sys.argv[1], os.environ["SCIM_TOKEN"])
    held = [
        run("core and enterprise", *arguments, core_only=True),
        run("everything published", *arguments, core_only=False),
    ]
    sys.exit(0 if all(held) else 1)
