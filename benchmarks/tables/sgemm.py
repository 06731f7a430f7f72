"""Matrix products at BERT's shapes beside OpenBLAS and torch, in fp32 and with factors in bf16."""

import json

from harness import ceiling, kernels, machine, pictures, report
from harness.processes import reference
from harness.rounds import median, paired, ratio

ROUNDS = {1: 3, 2: 1}
"""For each number of threads; the target is stated for one."""
TARGET = 0.95
PEERS = {"OpenBLAS": ("sgemm_openblas.py", {}), "torch": ("sgemm_torch.py", {})}
AS_INSTALLED = list(PEERS)
if machine.has_avx512():
    PEERS["OpenBLAS, AVX-512"] = ("sgemm_openblas.py", {"OPENBLAS_CORETYPE": "SkylakeX"})

INTRODUCTION = """## Matrix multiply at BERT's shapes

C[M, N] = A[M, K]·B[K, N] in fp32, factors as stored (N) or transposed (T); GFLOP/s, median of the rounds. The target
is 0.95 of the faster peer at one thread; the ratio is the median of the ratios within a round. OpenBLAS chooses kernels by
the processor's model and takes its AVX2 ones where it does not know the model; it is also forced to those of AVX-512. Floors: microseconds
that the operations need at the measured peak, and that reading A and B and writing C once need from memory."""
HEADER = ["of the faster", "of the peak", "floor, FLOPs, µs", "floor, bytes, µs"]

BF16 = """Factors in bf16, sums in fp32. bertft rounds fp32 matrices on their way into the kernel and gives fp32, as `--precision bf16`
does; torch multiplies matrices that are in bf16 already and rounds the result."""
BF16_HEADER = ["M×N×K, form", "bertft", "torch", "of torch's rate", "of the bf16 peak", "times bertft's fp32"]


def measure(rounds=None):
    libraries = {}

    def peer(name, threads):
        script, environment = PEERS[name]
        answer = json.loads(reference(script, threads=threads, environment=environment).output)
        libraries[name] = answer["library"]
        return answer["figures"]

    figures = {}
    for threads in [1, 2]:
        programs = {"bertft": lambda: kernels.measure("Kernels", f"(sgemm|bf16gemm)/.*/{threads}"),
                    **{name: (lambda name=name: peer(name, threads)) for name in PEERS},
                    "machine": lambda: ceiling.figures(threads)}
        for name, cases in paired(programs, rounds or ROUNDS[threads], f"{threads} threads, ").items():
            figures.setdefault(name, {}).update(cases)
    return {"figures": figures, "libraries": libraries}


def parse(name):
    """sgemm/1024x768x768-NN/1 → M, N, K, form."""
    shape, form = name.split("/")[1].split("-")
    return [*map(int, shape.split("x")), form]


def rate(name, microseconds):
    m, n, k, _ = parse(name)
    return 2e-3 * m * n * k / median(microseconds)


def render(measured, draw):
    machine = measured["figures"]["machine"]
    figures = {name: cases for name, cases in measured["figures"].items() if name != "machine"}
    libraries = ", ".join(f"{name}: {library}" for name, library in measured["libraries"].items())
    text = [INTRODUCTION, "", f"{libraries}."]
    for threads in [1, 2]:
        peak = ceiling.from_figures(machine, threads)
        text += ["", f"{report.threads(threads)}. {peak.sentence(threads)}", "", *fp32(figures, threads, peak, draw)]
        if peak.bf16:
            text += ["", *bf16(figures, threads, peak)]
    return "\n".join(text)


def fp32(figures, threads, peak, draw):
    ours, peers = figures["bertft"], [name for name in figures if name != "bertft"]
    rows, groups, ratios, shares, installed = [], {}, [], [], []
    for name in (name for name in figures[peers[0]] if name.startswith("sgemm/") and name.endswith(f"/{threads}")):
        m, n, k, form = parse(name)
        rates = {program: rate(name, cases[name]) for program, cases in figures.items()}

        def against(peers):
            # In each round the peer that was faster in it.
            return ratio([min(values) for values in zip(*(figures[peer][name] for peer in peers))], ours[name])

        ratios.append(against(peers))
        installed.append(against(AS_INSTALLED))
        shares.append(rates["bertft"] / peak.gflops)
        least = 4 * (m * k + k * n + m * n) / peak.gigabytes / 1e3
        rows.append([f"{m}×{n}×{k} {form}", *(f"{value:.0f}" for value in rates.values()), f"{ratios[-1]:.2f}",
                     f"{shares[-1]:.0%}", f"{2e-3 * m * n * k / peak.gflops:.0f}", f"{least:.0f}"])
        groups[f"{m}×{n}×{k} {form}"] = rates
    one = report.threads(threads)
    reached = sum(value >= TARGET for value in ratios)
    picture = draw(f"sgemm at {one}", f"sgemm-{threads}", pictures.bars(
        f"Matrix multiply, {one}", "GFLOP/s, more is better", groups, (peak.gflops, "measured peak")))
    return [report.markdown_table(["M×N×K, form", *figures, *HEADER], rows), "",
            f"Of the faster peer's rate: mean {sum(ratios) / len(ratios):.2f}, lowest {min(ratios):.2f}; "
            f"{reached} of {len(ratios)} cases reach {TARGET}. Of the faster of the two as they are installed: lowest "
            f"{min(installed):.2f}. Of the peak: mean {sum(shares) / len(shares):.0%}.", "", picture]


def bf16(figures, threads, peak):
    ours, torch = figures["bertft"], figures["torch"]
    rows = []
    for name in (name for name in torch if name.startswith("bf16gemm/") and name.endswith(f"/{threads}")):
        m, n, k, form = parse(name)
        mine = rate(name, ours[name])
        rows.append([f"{m}×{n}×{k} {form}", f"{mine:.0f}", f"{rate(name, torch[name]):.0f}",
                     f"{ratio(torch[name], ours[name]):.2f}", f"{mine / peak.bf16:.0%}",
                     f"{ratio(ours[name.replace('bf16gemm', 'sgemm')], ours[name]):.2f}"])
    return [BF16, "", report.markdown_table(BF16_HEADER, rows)]
