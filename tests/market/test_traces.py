"""A trace is walked both ways."""

from market.traces import Edge, Node, NodeKind, Trace

TRACE = Trace(
    tuple(Node(name, NodeKind.GOAL, name) for name in "abcd"),
    (Edge("a", "b", ""), Edge("b", "c", ""), Edge("c", "a", ""), Edge("d", "c", "")),
)


def test_forward_and_backward_agree():
    """What leads to a node is what the node is reached from, a circle included."""
    names = [node.id for node in TRACE.nodes]

    forward = {(a, b) for a in names for b in TRACE.reaches(a)}
    backward = {(a, b) for b in names for a in TRACE.reached_from(b)}

    assert forward == backward
    assert TRACE.reaches("d") == frozenset("abc")
    assert TRACE.reached_from("d") == frozenset()
