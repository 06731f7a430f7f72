import BertFT

extension TuningError {
  /// The error's line with the flags that help, which the library does not know.
  var commandMessage: String {
    switch self {
    case .option(let name, let value, let rule): value.isEmpty ? "--\(name) \(rule)" : "--\(name) \(value): \(rule)"
    default: Self.joined(problem, flags ?? remedy)
    }
  }

  private var flags: String? {
    switch self {
    case .noTestRows: "give more rows, or --test a file"
    case .tooFewLabels: "check the label column or --labels"
    case .unlabelledRow: "name the label column with --label-column"
    case .outputTaken: "choose another --out or move it away"
    case .outputBusy: "wait for it to end, or choose another --out"
    case .nothingToResume: "start without --resume"
    case .resumeOptionsDiffer: "give the same values, or start again without --resume"
    case .resumeInputDiffers: "give the same input, or start again without --resume"
    case .diverged: "try a lower --learning-rate"
    case .interrupted(let checkpoint): checkpoint.map { _ in "continue with --resume" }
    case .agreementTooLow: "keep fp32, or allow less with --min-agreement"
    default: nil
    }
  }
}
