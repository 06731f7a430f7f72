"""Golden figures for the kernels of today's encoders, from PyTorch and transformers' own functions.

usage: python encoder_kernels.py > Tests/BertKernelsTests/Golden/encoder_kernels.json

Inputs are Float32; what comes of them is in double precision, but for the rotary tables, which are Float32 by definition.
Queries, keys and values stand side by side, sequence behind sequence.
"""
import json
import torch
import torch.nn.functional as F
import transformers
from transformers.activations import ACT2FN
from transformers.models.eurobert.modeling_eurobert import EuroBertRMSNorm
from transformers.models.gptj import modeling_gptj
from transformers.models.modernbert import modeling_modernbert as modernbert

HEADS, GROUPS, SIZE, LENGTHS, RADIUS = 4, 2, 4, [1, 12], 2
THETA, DIMENSION, POSITIONS = 160000.0, 8, [0, 1, 2, 511, 8191]


def numbers(x):
    return [float(f"{value:.9g}") for value in x.flatten().tolist()]


def rand(*shape):
    return torch.rand(*shape) * 2 - 1


def gradients(function, *inputs):
    """The function of the inputs in double precision, a random gradient of it, and those of the inputs."""
    inputs = [x.double().requires_grad_() for x in inputs]
    y = function(*inputs)
    dy = rand(*y.shape)
    return y, dy, torch.autograd.grad(y, inputs, dy.double())


def attention(qkv):
    contexts, first = [], 0
    for n in LENGTHS:
        x = qkv[first:first + n].view(n, HEADS + 2 * GROUPS, SIZE).transpose(0, 1)
        place = torch.arange(n)
        band = (place[:, None] - place[None]).abs() <= RADIUS
        context = F.scaled_dot_product_attention(
            x[None, :HEADS], x[None, HEADS:HEADS + GROUPS], x[None, HEADS + GROUPS:], attn_mask=band, enable_gqa=True)
        contexts.append(context[0].transpose(0, 1).reshape(n, HEADS * SIZE))
        first += n
    return torch.cat(contexts)


def halves_table():
    """Frequencies of a ModernBERT's layer of full attention, cosines and sines at the positions."""
    config = transformers.ModernBertConfig(
        hidden_size=2 * DIMENSION, num_attention_heads=2, num_hidden_layers=3, max_position_embeddings=8192,
        rope_parameters={"full_attention": {"rope_type": "default", "rope_theta": THETA},
                         "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}})
    rotary = modernbert.ModernBertRotaryEmbedding(config)
    cosines, sines = rotary(torch.zeros(1), torch.tensor([POSITIONS]), "full_attention")
    return rotary.full_attention_inv_freq, cosines[0], sines[0]


def halves(x, cosines, sines):
    y = x.view(len(POSITIONS), 2, DIMENSION).transpose(0, 1)[None]
    # Their function computes in Float32, whatever it is given.
    turned = y * cosines.double() + modernbert.rotate_half(y) * sines.double()
    assert (modernbert.apply_rotary_pos_emb(y, y, cosines[None], sines[None])[0] - turned).abs().max() < 1e-6
    return turned[0].transpose(0, 1).reshape(x.shape)


def neighbours(x, cosines, sines):
    y = x.view(1, len(POSITIONS), 2, DIMENSION)
    half = DIMENSION // 2
    return modeling_gptj.apply_rotary_pos_emb(
        y, sines[None, :, :half].double(), cosines[None, :, :half].double()).reshape(x.shape)


def main():
    torch.manual_seed(61)
    figures = {"torch": torch.__version__, "transformers": transformers.__version__}

    qkv = rand(sum(LENGTHS), (HEADS + 2 * GROUPS) * SIZE) * 2
    context, dy, (slope,) = gradients(attention, qkv)
    figures["attention"] = {
        "heads": HEADS, "keyValueHeads": GROUPS, "headSize": SIZE, "radius": RADIUS,
        "boundaries": [0, LENGTHS[0], sum(LENGTHS)], "qkv": numbers(qkv), "context": numbers(context),
        "gradient": numbers(dy), "qkvGradient": numbers(slope)}

    frequencies, cosines, sines = halves_table()
    x = rand(len(POSITIONS), 2 * DIMENSION)
    figures["rotary"] = {
        "frequencies": numbers(frequencies), "positions": POSITIONS, "x": numbers(x),
        "cosines": numbers(cosines[:, :DIMENSION // 2]), "sines": numbers(sines[:, :DIMENSION // 2])}
    for name, function in [("halves", halves), ("neighbours", neighbours)]:
        y, dy, (slope,) = gradients(lambda x: function(x, cosines, sines), x)
        figures["rotary"][name] = {"y": numbers(y), "gradient": numbers(dy), "xGradient": numbers(slope)}

    figures["gates"] = {}
    for name, theirs in [("gelu", "gelu"), ("geluTanh", "gelu_pytorch_tanh"), ("relu", "relu"), ("silu", "silu"),
                         ("tanh", "tanh")]:
        pair = rand(2, 22) * 3
        y, dy, (slope,) = gradients(lambda pair: ACT2FN[theirs](pair[:, :11]) * pair[:, 11:], pair)
        figures["gates"][name] = {
            "pair": numbers(pair), "y": numbers(y), "gradient": numbers(dy), "pairGradient": numbers(slope)}

    x, gamma = rand(3, 21) * 3 + 0.5, rand(1, 21)

    def norm(x, gamma):
        return F.rms_norm(x, (21,), gamma[0], 1e-5)

    module = EuroBertRMSNorm(21, 1e-5)
    module.weight.data = gamma[0]
    assert (module(x) - norm(x.double(), gamma.double())).abs().max() < 1e-6
    y, dy, (slope, gammaSlope) = gradients(norm, x, gamma)
    figures["rmsNorm"] = {
        "x": numbers(x), "gamma": numbers(gamma), "y": numbers(y), "gradient": numbers(dy), "xGradient": numbers(slope),
        "gammaGradient": numbers(gammaSlope)}
    print(json.dumps(figures))


main()
