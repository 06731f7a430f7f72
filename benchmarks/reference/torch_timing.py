"""How torch's functions are timed, forward without a graph and backward on one that is kept."""

import torch

import timing


def both(figures, name, case, function, inputs):
    """Forward and backward of FUNCTION, whose gradient is taken with respect to all INPUTS."""
    with torch.no_grad():
        figures[f"{name}-forward/{case}"] = timing.microseconds(lambda: function(*inputs))
    inputs = [value.detach().requires_grad_() for value in inputs]
    output = function(*inputs)
    gradient = torch.rand_like(output) - 0.5
    figures[f"{name}-backward/{case}"] = timing.microseconds(
        lambda: torch.autograd.grad(output, inputs, gradient, retain_graph=True))
