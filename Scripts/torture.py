"""Kills, fails and wears out the program, and looks at what is left.

Three campaigns on a tiny encoder that is made here:

- kills: a command is killed (SIGKILL) at a random moment and begun again, with --resume where it has that, until it ends; the
  outputs must then have the bytes of a run that was left alone, at every moment the place of a bundle that is replaced must
  hold one, and nothing may lie beside them at the end.
- faults: one call that writes, synchronises, renames, opens or maps fails with an errno (a library of Scripts/torture is
  loaded before the C library's); the program must end with an exit code of its own and leave the output as it was or
  whole, and the next run must give the reference's bytes.
- soak: a service is asked, well and badly, by clients that leave, stall and stay, while its memory and descriptors are watched.

usage: python3 Scripts/torture.py PROGRAM [--kills N] [--faults N] [--soak SECONDS] [--seed N] [--jobs N]
"""

import argparse, concurrent.futures, errno, hashlib, http.client, json, os, random, shutil, signal, socket, struct
import subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
GOOD, BAD = ["fine", "great", "lovely", "superb"], ["awful", "poor", "sad", "broken"]
FILLER = ["the", "a", "it", "was", "is", "very", "this", "and", "that", "thing"]
# What differs from run to run: times, and pages that show them.
TIMED = {"bertft.json", "report.html", "metrics.jsonl"}
# Exit codes that are the program's own answer to a fault (sysexits); a trap is none.
ANSWERS = {0, 65, 66, 69, 70, 73, 74, 75}


def make_inputs(folder):
    """A BERT of two layers with random weights, labelled texts, and texts alone."""
    draw = random.Random(11)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + GOOD + BAD + FILLER
    size, layers = 32, 2
    tensors = []

    def add(name, shape, scale, shift=0.0):
        count = 1
        for length in shape:
            count *= length
        tensors.append((name, shape, [shift + scale * draw.uniform(-1, 1) for _ in range(count)]))

    def linear(name, rows, columns):
        add(name + ".weight", [rows, columns], 0.3)
        add(name + ".bias", [rows], 0.05)

    def norm(name):
        add(name + ".weight", [size], 0.1, 1.0)
        add(name + ".bias", [size], 0.1)

    add("embeddings.word_embeddings.weight", [len(words), size], 1.0)
    add("embeddings.position_embeddings.weight", [64, size], 0.15)
    add("embeddings.token_type_embeddings.weight", [2, size], 0.15)
    norm("embeddings.LayerNorm")
    for layer in range(layers):
        start = f"encoder.layer.{layer}."
        for part in ["self.query", "self.key", "self.value", "output.dense"]:
            linear(start + "attention." + part, size, size)
        norm(start + "attention.output.LayerNorm")
        linear(start + "intermediate.dense", 64, size)
        linear(start + "output.dense", size, 64)
        norm(start + "output.LayerNorm")
    linear("pooler.dense", size, size)
    header, place, body = {}, 0, b""
    for name, shape, values in tensors:
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [place, place + 4 * len(values)]}
        place += 4 * len(values)
        body += struct.pack(f"<{len(values)}f", *values)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    model = os.path.join(folder, "model")
    os.mkdir(model)

    def write(name, content):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    write("model/model.safetensors", struct.pack("<Q", len(text)) + text + body)
    write("model/vocab.txt", "\n".join(words) + "\n")
    write("model/tokenizer_config.json", '{"do_lower_case": true, "tokenizer_class": "BertTokenizer"}')
    write("model/config.json", json.dumps({
        "model_type": "bert", "architectures": ["BertModel"], "vocab_size": len(words), "hidden_size": size,
        "num_hidden_layers": layers, "num_attention_heads": 4, "intermediate_size": 64, "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "max_position_embeddings": 64,
        "type_vocab_size": 2, "layer_norm_eps": 1e-12, "initializer_range": 0.02, "pad_token_id": 0}))
    rows = []
    for row in range(240):
        told = draw.choice(BAD if row % 2 else GOOD)
        rows.append((" ".join(draw.sample(FILLER, 5) + [told]), "bad" if row % 2 else "good"))
    write("data.csv", "text,label\n" + "".join(f"{text},{label}\n" for text, label in rows))
    write("many.csv", "id,text\n" + "".join(f"{n},{rows[n % 240][0]} {n}\n" for n in range(3000)))
    write("texts.txt", "".join(text + "\n" for text, _ in rows))


class Job:
    """A command, its outputs, and whether it can be resumed."""

    def __init__(self, name, arguments, outputs, resumes, replaces=False):
        self.name, self.arguments, self.outputs = name, arguments, outputs
        self.resumes, self.replaces = resumes, replaces


JOBS = [
    Job("train", ["train", "data.csv", "--model", "model", "--method", "finetune", "--epochs", "4", "--learning-rate",
                  "2e-3", "--max-length", "16", "--out", "out"], ["out"], True),
    Job("train over a bundle", ["train", "data.csv", "--method", "tfidf", "--out", "out", "--force"], ["out"], False, True),
    Job("embed", ["embed", "many.csv", "--model", "model", "--id-column", "id", "--out", "out.npy"],
        ["out.npy", "out.npy.json", "out.npy.rows.jsonl"], True),
    Job("embed into SQLite", ["embed", "many.csv", "--model", "model", "--id-column", "id", "--out", "out.sqlite"],
        ["out.sqlite"], True),
    Job("adapt", ["adapt", "texts.txt", "--model", "model", "--epochs", "4", "--max-length", "16", "--out", "out"],
        ["out"], True),
    Job("quantize", ["quantize", "bundle", "--data", "data.csv", "--min-agreement", "0", "--out", "out", "--force"],
        ["out"], False, True),
    Job("tokenizer train", ["tokenizer", "train", "texts.txt", "--vocab-size", "40", "--out", "out"], ["out"], False, True),
]


class Torture:
    def __init__(self, program, folder, seed):
        self.program, self.folder, self.seed = os.path.abspath(program), folder, seed
        self.inputs = os.path.join(folder, "inputs")
        os.mkdir(self.inputs)
        make_inputs(self.inputs)
        self.environment = dict(os.environ, BERTFT_CACHE=os.path.join(folder, "cache"), HF_HOME=os.path.join(folder, "hf"),
                                SWIFT_BACKTRACE="enable=no")
        self.references, self.seconds, self.places = {}, {}, {}
        self.shim = None
        self.run(["train", "data.csv", "--model", "model", "--method", "finetune", "--epochs", "2", "--learning-rate",
                  "2e-3", "--max-length", "16", "--out", "bundle"], self.inputs, must=0)
        for job in JOBS:
            place = self.place(job)
            # Twice: the first fills caches, the second is the one that is timed.
            for _ in range(2):
                self.clear(job, place)
                begun = time.monotonic()
                self.run(job.arguments, place, must=0)
                self.seconds[job.name] = time.monotonic() - begun
            self.references[job.name] = self.digest(job, place)
            self.places[job.name] = self.left(job, place)

    def place(self, job):
        """A folder with the inputs for one worker."""
        place = tempfile.mkdtemp(dir=self.folder)
        for name in os.listdir(self.inputs):
            os.symlink(os.path.join(self.inputs, name), os.path.join(place, name))
        return place

    def clear(self, job, place):
        """What a trial begins with: no output, or for what is replaced an earlier one."""
        for name in os.listdir(place):
            path = os.path.join(place, name)
            if os.path.islink(path):
                continue
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
        if job.replaces:
            if "tokenizer" in job.name:
                os.mkdir(os.path.join(place, "out"))
                for name in ["tokenizer.json", "tokenizer_config.json", "vocab.txt"]:
                    open(os.path.join(place, "out", name), "w").write("old")
            else:
                shutil.copytree(os.path.join(self.inputs, "bundle"), os.path.join(place, "out"))

    def command(self, arguments):
        # By whole paths, which outputs record: they are the same for all workers.
        arguments = [os.path.join(self.inputs, a) if a in ("model", "bundle") else a for a in arguments]
        return [self.program] + arguments + ["--quiet"] + (["--threads", "1"] if arguments[0] != "tokenizer" else [])

    def run(self, arguments, place, must=None, extra=None):
        done = subprocess.run(self.command(arguments), cwd=place, env=dict(self.environment, **(extra or {})),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=600)
        if must is not None and done.returncode != must:
            raise SystemExit(f"{' '.join(arguments)}: ended with {done.returncode}\n{done.stderr.decode()[-2000:]}")
        return done

    def left(self, job, place):
        """The names in the folder that are no inputs."""
        return sorted(n for n in os.listdir(place) if not os.path.islink(os.path.join(place, n)))

    def digest(self, job, place):
        """A hash of each file of the outputs that no clock decides."""
        found = {}
        for output in job.outputs:
            path = os.path.join(place, output)
            files = [path] if os.path.isfile(path) else [
                os.path.join(base, name) for base, _, names in os.walk(path) for name in names if name not in TIMED]
            for file in files:
                found[os.path.relpath(file, place)] = hashlib.sha256(open(file, "rb").read()).hexdigest()
        return found

    def complaint(self, job, place):
        """What is wrong after a run that ended well; nil where nothing is."""
        found, reference = self.digest(job, place), self.references[job.name]
        if found != reference:
            names = sorted(n for n in found.keys() | reference.keys() if found.get(n) != reference.get(n))
            return f"{job.name}: other bytes in {', '.join(names)}"
        if self.left(job, place) != self.places[job.name]:
            return f"{job.name}: beside the output lie {self.left(job, place)}"
        return None

    def kill(self, job, draw, most):
        """Kills a command and begins it again until it ends; gives the kills and complaints."""
        place, kills, complaints = self.place(job), 0, []
        self.clear(job, place)
        arguments = list(job.arguments)
        # Later on it is left alone at last.
        limit = min(most, draw.randint(1, 5))
        while True:
            process = subprocess.Popen(self.command(arguments), cwd=place, env=self.environment, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            if kills < limit:
                try:
                    process.wait(draw.uniform(0, 1.1 * self.seconds[job.name]))
                except subprocess.TimeoutExpired:
                    process.kill()
            errors = process.communicate()[1].decode(errors="replace")
            if process.returncode == -signal.SIGKILL:
                kills += 1
            elif process.returncode != 0:
                complaints.append(f"{job.name}: ended with {process.returncode}: {errors[-400:]}")
                break
            else:
                break
            if job.replaces and not os.path.exists(os.path.join(place, "out", "tokenizer_config.json")) \
                    and not os.path.exists(os.path.join(place, "out", "bertft.json")):
                complaints.append(f"{job.name}: nothing was left where an output was")
            if job.resumes and "--resume" not in arguments:
                arguments.append("--resume")
        if not complaints:
            complaints += [c for c in [self.complaint(job, place)] if c]
        shutil.rmtree(place)
        return kills, complaints

    def fault(self, job, draw, calls):
        """Lets one call fail, then runs once more; gives the exit code and complaints."""
        place, complaints = self.place(job), []
        self.clear(job, place)
        before = self.digest(job, place)
        number, code = draw.randrange(calls), draw.choice([errno.ENOSPC, errno.EIO, errno.EACCES, errno.ENOMEM, errno.EMFILE])
        done = self.run(job.arguments, place, extra={
            "LD_PRELOAD": self.shim, "TORTURE_AT": str(number), "TORTURE_ERRNO": str(code)})
        told = f"{job.name}: call {number} of {calls} with {errno.errorcode[code]}"
        if done.returncode not in ANSWERS:
            complaints.append(f"{told}: ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
        found = self.digest(job, place)
        single = len(job.outputs) == 1
        if single and found not in (before, self.references[job.name]):
            complaints.append(f"{told}: the output is neither the old one nor the new one")
        if done.returncode == 0 and found != self.references[job.name]:
            complaints.append(f"{told}: exit code 0 with other bytes")
        again = self.run(job.arguments, place)
        if again.returncode != 0:
            complaints.append(f"{told}: the next run ended with {again.returncode}: {again.stderr.decode()[-300:]}")
        else:
            complaints += [f"{told}, then {c}" for c in [self.complaint(job, place)] if c]
        shutil.rmtree(place)
        return done.returncode, complaints

    def make_shim(self):
        """The library by which calls fail; nil without a compiler."""
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("clang")
        if not compiler or not sys.platform.startswith("linux"):
            return False
        self.shim = os.path.join(self.folder, "faults.so")
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", self.shim, os.path.join(HERE, "torture", "faults.c"),
                        "-ldl"], check=True)
        return True

    def calls(self, job):
        """How many calls of a command could fail."""
        place = self.place(job)
        self.clear(job, place)
        count = os.path.join(self.folder, "count-" + job.name.replace(" ", "-"))
        self.run(job.arguments, place, must=0, extra={"LD_PRELOAD": self.shim, "TORTURE_COUNT": count})
        shutil.rmtree(place)
        return max(1, int(open(count).read()))


def soak(torture, seconds):
    """A service under good and bad clients; gives what was counted and what was wrong."""
    server = subprocess.Popen(
        [torture.program, "serve", "bundle", "--port", "0", "--threads", "2", "--offline", "--quiet"], cwd=torture.inputs,
        env=torture.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    port = int(server.stdout.readline().decode().strip().rsplit(":", 1)[1])
    counts, complaints, lock, end = {}, [], threading.Lock(), time.monotonic() + seconds

    def count(name):
        with lock:
            counts[name] = counts.get(name, 0) + 1

    def connect():
        return socket.create_connection(("127.0.0.1", port), timeout=30)

    def client(number):
        draw = random.Random(f"{torture.seed} {number}")
        stalled = []
        while time.monotonic() < end:
            kind = draw.choice(["good", "good", "good", "batch", "bad", "leaves", "idle", "noise"])
            try:
                if kind in ("good", "batch", "bad"):
                    texts = [" ".join(draw.choices(GOOD + BAD + FILLER, k=draw.randint(1, 30)))
                             for _ in range(1 if kind == "good" else 32)]
                    body = json.dumps({"input": texts}) if kind != "bad" else draw.choice(["{", '{"input":1}', "", "[]"])
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                    connection.request("POST", "/v1/classify", body, {"Content-Type": "application/json"})
                    answer = connection.getresponse()
                    found = json.loads(answer.read())
                    connection.close()
                    if answer.status != (400 if kind == "bad" else 200):
                        complaints.append(f"{kind}: {answer.status}")
                    elif kind != "bad" and len(found["results"]) != len(texts):
                        complaints.append(f"{kind}: {len(found['results'])} answers to {len(texts)} texts")
                elif kind == "leaves":
                    with connect() as end_of_it:
                        end_of_it.sendall(b"POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Length: 500\r\n\r\n{\"inp")
                elif kind == "idle":
                    stalled.append(connect())
                    if len(stalled) > 20:
                        stalled.pop(0).close()
                else:
                    with connect() as noise:
                        noise.sendall(draw.randbytes(300) + b"\r\n\r\n")
                count(kind)
            except (OSError, http.client.HTTPException) as error:
                if kind in ("good", "batch", "bad"):
                    complaints.append(f"{kind}: {error!r}")
                count("refused")

    def measure():
        status = open(f"/proc/{server.pid}/status").read()
        resident = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
        return resident / 1024, len(os.listdir(f"/proc/{server.pid}/fd"))

    clients = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for thread in clients:
        thread.start()
    samples = []
    while time.monotonic() < end and server.poll() is None:
        samples.append(measure())
        time.sleep(max(0.1, seconds / 600))
    for thread in clients:
        thread.join()
    if server.poll() is not None:
        return counts, complaints + [f"the service ended with {server.returncode}"], samples
    time.sleep(1)
    samples.append(measure())
    server.send_signal(signal.SIGTERM)
    if server.wait(60) != 0:
        complaints.append(f"the service ended with {server.returncode} on SIGTERM")

    def median(values):
        return sorted(values)[len(values) // 2]

    # What is kept warm is filled in the first third.
    third = len(samples) // 3
    if third > 3:
        early, late = samples[third:2 * third], samples[2 * third:]
        memory = [median([s[0] for s in part]) for part in (early, late)]
        descriptors = [max(s[1] for s in part) for part in (early, late)]
        counts["memory, MB"], counts["descriptors"] = [round(m) for m in memory], descriptors
        if memory[1] > 1.05 * memory[0] + 8:
            complaints.append(f"memory grew from {memory[0]:.0f} to {memory[1]:.0f} MB")
        if descriptors[1] > 1.2 * descriptors[0] + 50:
            complaints.append(f"descriptors grew from {descriptors[0]} to {descriptors[1]}")
    return counts, complaints, samples


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--soak", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args()
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="torture-", dir=base)
    complaints = []
    try:
        torture = Torture(given.program, folder, given.seed)
        with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
            if given.kills:
                kills, runs, lock, begun = {job.name: 0 for job in JOBS}, [0], threading.Lock(), time.monotonic()

                def kill(worker):
                    draw = random.Random(f"{given.seed} kills {worker}")
                    while (total := sum(kills.values())) < given.kills and len(complaints) < 20:
                        job = draw.choice(JOBS)
                        done, wrong = torture.kill(job, draw, given.kills - total)
                        with lock:
                            kills[job.name] += done
                            runs[0] += 1
                            complaints.extend(wrong)

                list(pool.map(kill, range(given.jobs)))
                print(f"kills: {sum(kills.values())} in {runs[0]} runs, {time.monotonic() - begun:.0f} s; "
                      + ", ".join(f"{name} {count}" for name, count in kills.items()), flush=True)
            if given.faults and torture.make_shim():
                begun, codes = time.monotonic(), {}
                calls = {job.name: torture.calls(job) for job in JOBS}

                def fault(number):
                    draw = random.Random(f"{given.seed} faults {number}")
                    job = JOBS[number % len(JOBS)]
                    return torture.fault(job, draw, calls[job.name])

                for code, wrong in pool.map(fault, range(given.faults)):
                    codes[code] = codes.get(code, 0) + 1
                    complaints.extend(wrong)
                print(f"faults: {given.faults}, {time.monotonic() - begun:.0f} s; exit codes "
                      + ", ".join(f"{code}: {count}" for code, count in sorted(codes.items())), flush=True)
        if given.soak:
            counts, wrong, samples = soak(torture, given.soak)
            complaints.extend(wrong)
            print(f"soak: {given.soak:.0f} s; " + ", ".join(f"{name} {n}" for name, n in sorted(counts.items())), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for complaint in complaints[:40]:
        print(complaint, file=sys.stderr)
    print(f"torture: {len(complaints)} complaints" if complaints else "torture: nothing was lost")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
