"""What a JSON Schema cannot say of valid SCIM requests, for the positive half of schemathesis.

The formats of the OpenAPI document name grammars that are no regular ones; here they get values on attributes that every
resource type has. Before a request that is meant to be valid is sent, values that only a customer's catalogue can judge
are taken out of it. What is meant to be invalid is sent as it was made.
"""

import json

import schemathesis
from hypothesis import strategies as st

IMANAGE_USER = "urn:ietf:params:scim:schemas:extension:imanage:2.0:User"
IMANAGE_GROUP = "urn:ietf:params:scim:schemas:extension:imanage:2.0:Group"
ATTRIBUTES = st.sampled_from(["id", "ID", "meta.resourceType", "Meta.ResourceType"])

texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20).map(json.dumps)
operators = st.sampled_from(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ"])
comparisons = st.one_of(
    st.tuples(ATTRIBUTES, operators, texts).map(" ".join),
    ATTRIBUTES.map(lambda attribute: f"{attribute} pr"),
)
filters = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map("".join),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=5,
)

schemathesis.openapi.format("scim-filter", filters)
schemathesis.openapi.format("scim-sort-by", st.sampled_from(["id", "ID"]))
schemathesis.openapi.format("scim-path", st.just("externalId"))
schemathesis.openapi.format("scim-cursor", st.just(""))


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.method == "DELETE" and case.headers is not None:
        # What is to be deleted later is still there.
        case.headers.pop("Prefer", None)
    if isinstance(case.query, dict):
        only_one_way(case.query)
    body = case.body
    if not isinstance(body, dict):
        return
    only_one_way(body)
    if case.method == "PATCH":
        for operation in body["Operations"]:
            make_valid(operation)
    # Which library, role and User ID are free is the customer's to say.
    for extension, kept in ((IMANAGE_USER, ["location"]), (IMANAGE_GROUP, ["enabled"])):
        if isinstance(body.get(extension), dict):
            body[extension] = {name: body[extension][name] for name in kept if name in body[extension]}
        elif extension in body:
            del body[extension]


def only_one_way(query):
    """Names to take or to leave out (RFC 7644 §3.9), pages by index or by cursor (RFC 9865 §2.4)."""
    if query.get("attributes") is not None:
        query.pop("excludedAttributes", None)
    if query.get("cursor") is not None:
        query.pop("startIndex", None)
        query.pop("count", None)


def make_valid(operation):
    if operation.get("path"):
        operation["value"] = "made valid"
    elif operation["op"].lower() != "remove":
        operation["value"] = {"externalId": "made valid"}
