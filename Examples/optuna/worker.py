"""A search among settings by Optuna, over as many processes and machines as share one journal file.

    python worker.py study.journal DATA TRIALS [bertft train options …]

Each trial is a `bertft train`. Its figures after each epoch come from `--events jsonl` and decide whether the trial goes on;
exit code 75 means that the same may succeed later, and is tried again; any other failure ends the trial alone.
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

TRY_AGAIN = 75


def train(trial, command):
    """Runs a training to its end and gives its report; `TrialPruned` where it is not worth going on."""
    while True:
        output = tempfile.TemporaryFile("w+")
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE, text=True)
        pruned = False
        for line in child.stderr:
            event = json.loads(line)
            if event["event"] == "epoch" and "validation" in event:
                trial.report(event["validation"]["macro_f1"], event["epoch"])
                if trial.should_prune() and not pruned:
                    pruned = True
                    child.send_signal(signal.SIGTERM)
        code = child.wait()
        if code == 0:
            output.seek(0)
            return json.load(output)
        if pruned:
            raise optuna.TrialPruned()
        if code != TRY_AGAIN:
            raise RuntimeError(f"bertft ended with {code}")
        time.sleep(5)


def main():
    journal, data, trials, *options = sys.argv[1:]
    places = pathlib.Path(journal).resolve().parent / "trials"
    places.mkdir(exist_ok=True)

    def objective(trial):
        command = ["bertft", "train", data, "--seed", "1", "--json", "--events", "jsonl", *options]
        command += ["--learning-rate", str(trial.suggest_float("learning_rate", 1e-5, 1e-3, log=True))]
        command += ["--epochs", str(trial.suggest_int("epochs", 1, 4))]
        # A place of its own: two trials never wait for each other.
        command += ["--out", str(places / str(trial.number)), "--skip-finished", "--resume"]
        report = train(trial, command)
        trial.set_user_attr("bundle", report["bundle"])
        return report["validation"]["macro_f1"]

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        storage=JournalStorage(JournalFileBackend(journal)), study_name="bertft", direction="maximize",
        load_if_exists=True, pruner=optuna.pruners.MedianPruner(n_startup_trials=2, n_warmup_steps=1))
    study.optimize(objective, n_trials=int(trials), catch=(RuntimeError,))
    print(f"best {study.best_value:.4f} by {study.best_params}, in {study.best_trial.user_attrs['bundle']}")


if __name__ == "__main__":
    main()
