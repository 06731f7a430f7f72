import BertInference
import BertStorage
import BertTuning
import Testing

/// What users of the library are told of errors around models, and what is printed on the command line.
struct TuningWordingTests {
  static let errors: [(error: any CodedError & Worded, plain: String, commandLine: String)] = [
    (
      TuningError.option(name: "epochs", value: "0", rule: "must be at least 1"), "epochs 0: must be at least 1",
      "--epochs 0: must be at least 1"
    ),
    (
      TuningError.forSeveralQuestions(option: "task-weights"), "task-weights is for several questions",
      "--task-weights is for several questions, each --task NAME=COLUMN"
    ),
    (
      TuningError.outputTaken(path: "out"),
      "out: exists and is not a bundle, so it is not replaced; choose another place for the output or move it away",
      "out: exists and is not a bundle, so it is not replaced; choose another --out or move it away"
    ),
    (
      TuningError.journalDamaged(path: "compare.json", reason: "not a comparison's record"),
      "compare.json: not a comparison's record; start again without resuming",
      "compare.json: not a comparison's record; start again without --resume"
    ),
    (
      TuningError.interrupted(checkpoint: "out.partial"),
      "interrupted; the training state is kept in out.partial; resume to continue",
      "interrupted; the training state is kept in out.partial; continue with --resume"
    ),
    (
      TuningError.inference(.labelsDiffer(data: ["x"], classifier: ["a", "b"])),
      "the data has the labels 'x', the classifier knows 'a', 'b'; name the values with the option labels, in the "
        + "classifier's order",
      "the data has the labels 'x', the classifier knows 'a', 'b'; name the values with --labels, in the classifier's order"
    ),
    (
      TuningError.inference(.unreadableTokens(.tooMany(9, positions: 8), line: 3)),
      "line 3: the tokenizer makes 9 tokens of the text where the model has 8 positions; its post-processor repeats texts, "
        + "or puts more tokens around them than it counts: give a lower maximum length",
      "line 3: the tokenizer makes 9 tokens of the text where the model has 8 positions; its post-processor repeats texts, "
        + "or puts more tokens around them than it counts: give a lower --max-length"
    ),
    (
      InferenceError.headNotTrained(path: "m", absent: ["classifier.weight"], purpose: "filling gaps"),
      """
      m: this is a checkpoint for filling gaps; a classifier of texts needs classifier.weight, which is missing
      Train a classifier on it first
      """,
      """
      m: this is a checkpoint for filling gaps; a classifier of texts needs classifier.weight, which is missing
      Train a classifier on it first: bertft train DATA --model m; or say what labels mean: bertft predict m DATA --labels 'a=…,b=…'
      """
    ),
    (
      InferenceError.answersSeveral(path: "m", questions: ["a", "b"]),
      "m: this bundle answers 'a', 'b', and one question is needed here; make one of them a bundle of its own",
      "m: this bundle answers 'a', 'b', and one question is needed here; make one of them a bundle of its own: bertft "
        + "export m --task a --out DIR"
    ),
    (
      InferenceError.unknownPrompt(name: "x", known: ["q", "d"]),
      "prompt-name x: the model's prompts are d, q; give the text itself with the option prompt",
      "--prompt-name x: the model's prompts are d, q; give the text itself with --prompt"
    ),
  ]

  @Test(arguments: errors.indices)
  func errorsAreToldInTwoWordings(_ index: Int) {
    let (error, plain, commandLine) = Self.errors[index]
    #expect(error.message == plain && "\(error)" == plain)
    #expect(error.wording.commandLine == commandLine)
  }
}
