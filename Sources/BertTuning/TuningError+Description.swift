import BertCheckpoint
import BertEncoder

extension TuningError {
  /// The classes of error that a program answers differently; each is one exit code of sysexits.
  public enum Kind: Sendable {
    /// An option or an argument is wrong.
    case usage
    /// The input was read and breaks a rule of its format.
    case badData
    /// The input is not there or cannot be opened.
    case inputMissing
    /// Something needed is not to be had now.
    case unavailable
    /// A mistake of this package.
    case `internal`
    /// Reading or writing failed.
    case io
    /// The work was stopped.
    case interrupted
  }

  /// How a program should class the error.
  public var kind: Kind {
    switch self {
    case .option, .baselineOption, .outputTaken, .resumeOptionsDiffer: .usage
    case .noRows, .tooFewLabels, .unlabelledRow, .labelsDiffer, .fileMalformed, .unsupportedProblem,
      .vocabularyTooLarge, .tokenizerChanged, .newerFormat, .tokenizer, .resumeInputDiffers, .diverged,
      .alreadyQuantized, .agreementTooLow:
      .badData
    case .fileMissing, .nothingToResume: .inputMissing
    case .outputBusy: .unavailable
    case .bundleDiffers: .internal
    case .io: .io
    case .interrupted: .interrupted
    case .checkpoint(let error): Self.kind(error)
    case .model(_, .checkpoint(let error)): Self.kind(error)
    case .model: .badData
    }
  }

  private static func kind(_ error: CheckpointError) -> Kind {
    switch error.kind {
    case .inputMissing: .inputMissing
    case .badData: .badData
    case .io: .io
    }
  }
}

extension TuningError: CustomStringConvertible {
  /// One or two lines: what is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .option(let name, let value, let rule):
      "--\(name) \(value): \(rule)"
    case .baselineOption(let name, let rule):
      "\(name): must be \(rule)"
    case .noRows(let part):
      "the \(part) data has no usable row; check the file and its columns"
    case .tooFewLabels(let found):
      "training needs rows of at least two labels, found \(found.isEmpty ? "none" : Self.list(found)); "
        + "check the label column or --labels"
    case .unlabelledRow(let line):
      "line \(line): the row has no label; name the label column with --label-column"
    case .labelsDiffer(let data, let classifier):
      "the data has the labels \(Self.list(data)), the classifier knows \(Self.list(classifier)); "
        + "name the values with --labels, in the classifier's order"
    case .fileMissing(let path, let remedy):
      "\(path): not found; \(remedy)"
    case .fileMalformed(let path, let reason):
      "\(path): \(reason)"
    case .unsupportedProblem(let path, let type):
      "\(path): the model's problem type is '\(type)'; only 'single_label_classification' is supported"
    case .vocabularyTooLarge(let path, let tokens, let rows):
      "\(path): the tokenizer has \(tokens) ids but the weights have \(rows) rows; "
        + "the tokenizer belongs to another model"
    case .tokenizerChanged(let path):
      "\(path): the file differs from the one the model was trained with; restore it, or train anew"
    case .newerFormat(let path, let found, let known):
      "\(path): bundle format \(found) is newer than this program's \(known); use a newer bertft"
    case .checkpoint(let error):
      error.description
    case .tokenizer(let path, let error):
      "\(path): \(error)"
    case .model(let path, let error):
      "\(path): \(error)"
    case .outputTaken(let path):
      "\(path): exists and is not a bundle, so it is not replaced; choose another --out or move it away"
    case .outputBusy(let path):
      "\(path): another run is training into this place; wait for it, or choose another --out"
    case .nothingToResume(let path):
      "\(path): no unfinished run to resume; start without --resume"
    case .resumeOptionsDiffer(let path, let names):
      "\(path): the unfinished run was started with other values of \(names.joined(separator: ", ")); "
        + "give the same ones, or start anew without --resume"
    case .resumeInputDiffers(let path, let what):
      "\(path): the unfinished run was started on \(what); give the same, or start anew without --resume"
    case .diverged(let step, let rate):
      "the loss is not a number any more at step \(step) (learning rate \(rate)); try a lower --learning-rate"
    case .interrupted(let checkpoint):
      checkpoint.map { "interrupted; what was learnt is kept in \($0), go on with --resume" } ?? "interrupted"
    case .bundleDiffers(let path, let difference):
      "\(path): read back, the bundle's logits differ by \(difference) from the trained model's; "
        + "check the disk, and report this"
    case .alreadyQuantized(let path):
      "\(path): the weights are int8 already; give the directory that they were made from"
    case .agreementTooLow(let agreement, let minimum):
      (agreement.sameLabel == nil
        ? "the least cosine of a sentence vector with that of fp32 is \(agreement.worstCosine) on \(agreement.rows) texts"
        : "int8 gives \(agreement.decisive) of \(agreement.rows) texts the label of fp32")
        + ", below --min-agreement \(minimum); nothing was written; keep fp32, or allow less agreement"
    case .io(let operation, let path, let reason):
      "\(path): cannot \(operation): \(reason); check free space and permissions"
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
