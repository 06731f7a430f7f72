"""Golden figures of adaptation on vectors: adapt 0.4.5 and skada 0.6, which must both be importable (with cvxopt and POT).

usage: python adaptation.py > Tests/BertFeaturesTests/Golden/adaptation.json
"""
import contextlib, io, json, sys

import numpy as np
from sklearn.linear_model import LogisticRegression

from adapt_package import pinned
from shift_vectors import cloud
from adapt.feature_based import CORAL, SA, TCA
from adapt.instance_based import IWC, KLIEP, KMM, TrAdaBoost, ULSIF
import skada
from skada._mapping import CORALAdapter
from skada._reweight import KMMReweightAdapter
from skada._subspace import SubspaceAlignmentAdapter, TransferComponentAnalysisAdapter


def domains(seed, rows, others, columns):
    source = cloud(seed, rows, columns)
    target = cloud(seed + 1, others, columns, 0.4, 0.3)
    return source, target


def both(a, b):
    """What adapt gives, once it is sure that skada gives the same."""
    assert np.allclose(np.abs(a), np.abs(b), atol=1e-7), np.abs(np.abs(a) - np.abs(b)).max()
    return a


def signless(columns):
    """Eigenvectors have no sign: the largest value of each column is made positive."""
    return columns * np.sign(columns[np.abs(columns).argmax(0), np.arange(columns.shape[1])])


cases = []
with contextlib.redirect_stdout(io.StringIO()):
    for seed, n, m, d, k in [(1, 60, 50, 4, 3), (11, 90, 140, 7, 5), (21, 40, 70, 30, 6), (31, 420, 390, 24, 8)]:
        xs, xt = domains(seed, n, m, d)
        x, domain = np.concatenate([xs, xt]), np.r_[np.ones(n), -np.ones(m)].astype(int)
        gamma = 0.7
        options = {"verbose": 0}
        case = {"seed": seed, "rows": n, "others": m, "columns": d, "components": k, "gamma": gamma}
        case["coral"] = CORAL(**options).fit_transform(xs, xt)[:3].tolist()

        sa = SA(n_components=k, **options)
        mapped = sa.fit_transform(xs, xt)
        adapter = SubspaceAlignmentAdapter(n_components=k, random_state=0)
        case["subspaceSource"] = both(mapped, adapter.fit_transform(x, sample_domain=domain)[:n])[:3].tolist()
        case["subspaceTarget"] = sa.transform(xt)[:3].tolist()

        for kernel, given in [("linear", {}), ("rbf", {"gamma": gamma})]:
            tca = TCA(n_components=k, kernel=kernel, mu=0.1, **given, **options)
            mapped = tca.fit_transform(xs, xt)
            if kernel == "linear":
                adapter = TransferComponentAnalysisAdapter(kernel="linear", n_components=k, mu=0.1)
                both(mapped, adapter.fit_transform(x, sample_domain=domain)[:n])
            whole = signless(np.concatenate([mapped, tca.transform(xt)]))
            case["tca" + kernel.capitalize()] = whole[[0, 1, 2, n, n + 1]].tolist()

        classifier = LogisticRegression(C=1, tol=1e-11, max_iter=20000)
        case["odds"] = IWC(classifier=classifier, **options).fit_weights(xs, xt)[:30].tolist()
        case["kmm"] = KMM(gamma=gamma, kernel="rbf", tol=1e-14, max_iter=1000, **options).fit_weights(xs, xt)[:60].tolist()
        with pinned():
            case["kliep"] = KLIEP(gamma=gamma, kernel="rbf", max_centers=40, **options).fit_weights(xs, xt)[:30].tolist()
            case["ulsif"] = ULSIF(gamma=gamma, kernel="rbf", lambdas=0.1, max_centers=40, **options).fit_weights(xs, xt)[
                :30].tolist()

        for classes in (2, 3):
            label = lambda rows, at: np.digitize(rows[:, 1] + at * rows[:, 0], [0, 0.3][: classes - 1])
            few = xt[:12]
            boost = TrAdaBoost(LogisticRegression(C=1, tol=1e-11, max_iter=20000), Xt=few, yt=label(few, 0.5),
                               n_estimators=10, **options)
            boost.fit(xs, label(xs, 0))
            votes = np.array(boost.estimator_weights_[5:])
            held = xt[12:20]
            mean = sum(v * e.predict_proba(held) for v, e in zip(votes, boost.estimators_[5:])) / votes.sum()
            assert (mean.argmax(1) == boost.predict(held)).all()
            case[f"boosted{classes}"] = {
                "source": label(xs, 0).tolist(), "target": label(few, 0.5).tolist(), "classes": classes,
                "errors": boost.estimator_errors_, "weights": boost.sample_weights_src_[-1][:20].tolist(),
                "probabilities": mean.ravel().tolist()}
        cases.append(case)
json.dump({"adapt": "0.4.5", "skada": skada.__version__, "cases": cases}, sys.stdout)
print()
