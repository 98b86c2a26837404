"""What networkx says of the graphs on standard input, as JSON on standard output.

It is the other half of graphs.test.mjs: readiness, cycles, levels and the weighted critical path,
from the definitions of the design and by another library. Nothing here looks at how we do it.
"""

import json
import sys

import networkx as nx


def moments(tasks, edges):
    """The beginning and the end of each task, with an edge from what is waited for."""
    graph = nx.DiGraph()
    parts = {}
    for task in tasks:
        parts.setdefault(task["parent"], []).append(task)
    for task in tasks:
        name = task["id"]
        graph.add_edge((name, "start"), (name, "end"))
        if task["parent"] is not None:
            graph.add_edge((task["parent"], "start"), (name, "start"))
            if task["required"]:
                graph.add_edge((name, "end"), (task["parent"], "end"))
        if task["ordered"]:
            below = parts.get(name, [])
            for at, part in enumerate(below):
                for before in below[:at]:
                    if before["required"]:
                        graph.add_edge((before["id"], "end"), (part["id"], "start"))
    for later, earlier in edges:
        graph.add_edge((earlier, "end"), (later, "start"))
    return graph


def leaves_of(tasks):
    parents = {task["parent"] for task in tasks}
    return [task for task in tasks if task["id"] not in parents]


def ready(tasks, edges, closed):
    """Leaves that are open, and behind no end of something open."""
    graph = moments(tasks, edges)
    for name in closed:
        # What is done waits for nothing any more; what is above it may still be in the way.
        waits = [before for before, _ in graph.in_edges((name, "start")) if before[1] == "end"]
        graph.remove_edges_from([(before, (name, "start")) for before in waits])
        graph.remove_edges_from(list(graph.in_edges((name, "end"))))
    ends = {(task["id"], "end") for task in tasks if task["id"] not in closed}
    names = [task["id"] for task in leaves_of(tasks) if task["id"] not in closed]
    return [name for name in names if not ends & nx.ancestors(graph, (name, "start"))]


def refused(tasks, edges, wanted):
    """Which of the wanted edges close a circle, each after those before that do not."""
    kept = list(edges)
    answers = []
    for later, earlier in wanted:
        is_above = later != earlier and (
            later in line_of(tasks, earlier) or earlier in line_of(tasks, later)
        )
        graph = moments(tasks, kept)
        assert nx.is_directed_acyclic_graph(graph)
        closes = nx.has_path(graph, (later, "start"), (earlier, "end"))
        answers.append(is_above or later == earlier or closes)
        if not answers[-1]:
            kept.append([later, earlier])
    return answers, kept


def line_of(tasks, name):
    parents = {task["id"]: task["parent"] for task in tasks}
    line = set()
    while name is not None:
        line.add(name)
        name = parents[name]
    return line


def cycles(tasks, edges):
    """The groups of tasks whose moments wait for each other."""
    graph = moments(tasks, edges)
    loops = set(nx.nodes_with_selfloops(graph))
    groups = [
        sorted({name for name, _ in component})
        for component in nx.strongly_connected_components(graph)
        if len(component) > 1 or component & loops
    ]
    return sorted(groups)


def schedule(tasks, edges, path):
    graph = moments(tasks, edges)
    leaves = {task["id"]: task for task in leaves_of(tasks)}
    end = (tasks[0]["id"], "end")
    matters = nx.ancestors(graph, end) | {end}

    def longest(weight):
        """The greatest sum of weights up to each node, itself included, and from it on."""
        order = list(nx.topological_sort(graph))
        before, after = {}, {}
        for node in order:
            before[node] = weight(node) + max((before[own] for own in graph.predecessors(node)), default=0)
        for node in reversed(order):
            after[node] = weight(node) + max((after[own] for own in graph.successors(node)), default=0)
        return before, after

    def minutes(node):
        counts = node[0] in leaves and node[1] == "end" and node in matters
        return leaves[node[0]]["minutes"] if counts else 0

    by_time = longest(minutes)
    makespan = max(by_time[0].values())
    weighted = nx.DiGraph()
    weighted.add_weighted_edges_from((one, other, minutes(other)) for one, other in graph.edges)
    assert nx.dag_longest_path_length(weighted) == makespan
    steps, _ = longest(lambda node: int(node[0] in leaves and node[1] == "end"))
    levels = {}
    for name in leaves:
        levels.setdefault(steps[(name, "end")] - 1, []).append(name)
    ends = [(name, "end") for name in path]
    return {
        "levels": [sorted(levels[level]) for level in sorted(levels)],
        "makespan": makespan,
        "slack": {
            name: makespan - by_time[0][(name, "end")] - by_time[1][(name, "end")] + minutes((name, "end"))
            for name in leaves
        },
        "path_minutes": sum(minutes(node) for node in ends),
        "path_is_a_chain": all(nx.has_path(graph, one, other) for one, other in zip(ends, ends[1:])),
    }


def course(case):
    tasks, edges = case["tasks"], case["edges"]
    answers, kept = refused(tasks, edges, case["wanted"])
    return {
        "refused": answers,
        "ready": [sorted(ready(tasks, kept, set(closed))) for closed in case["closed"]],
        "schedule": schedule(tasks, kept, case["path"]),
        "cycles": cycles(tasks, edges + case["others"]),
    }


def plan(case):
    points = {task["id"]: task["points"] for task in case["tasks"]}
    done = {task["id"] for task in case["tasks"] if task["done"]}
    graph = nx.DiGraph()
    graph.add_nodes_from(points)
    for task in case["tasks"]:
        graph.add_edges_from((other, task["id"]) for other in task["waits"])
    loops = {name for name in graph if graph.has_edge(name, name)}
    circles = [own for own in nx.strongly_connected_components(graph) if len(own) > 1 or own & loops]
    circular = set().union(*circles)
    stuck = circular.union(*(nx.descendants(graph, name) for name in circular))
    rest = graph.subgraph(set(points) - stuck)
    before, after = {}, {}
    order = list(nx.lexicographical_topological_sort(rest))
    for name in order:
        before[name] = points[name] + max((before[own] for own in rest.predecessors(name)), default=0)
    for name in reversed(order):
        after[name] = points[name] + max((after[own] for own in rest.successors(name)), default=0)
    makespan = max(before.values(), default=0)
    slack = {name: makespan - before[name] - after[name] + points[name] for name in rest}
    is_free = lambda name: name not in done | circular and set(graph.predecessors(name)) <= done
    return {
        "batches": [sorted(level) for level in nx.topological_generations(rest)],
        "on_circles": sorted(circular - done),
        "ready": sorted(name for name in points if is_free(name)),
        "makespan": makespan,
        "slack": slack,
        "critical": sorted(name for name in slack if slack[name] == 0),
    }


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answers = {
        "courses": [course(case) for case in asked["courses"]],
        "plans": [plan(case) for case in asked["plans"]],
    }
    json.dump(answers, sys.stdout)
