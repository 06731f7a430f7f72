import ArgumentParser
import BertFT
import Foundation

/// Options for descriptions of the labels, which help a classifier that learns from few texts.
struct DescriptionFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method features and setfit: what the labels mean, a label, a tab and a description per line; a label may have several lines. Cross-validation on the training rows decides whether and how it is used. --labels \"pos=a good review,neg=a bad one\" says the same.",
      valueName: "file"))
  var labelDescriptions: String?

  @Flag(
    name: .long,
    help: "The right sides of --labels are values of the label column, even if the column lacks some of them.")
  var labelValues = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Without a data file: a sentence that the descriptions of the labels are put into, {} being the place; may be given several times. (default: the description alone)",
      valueName: "text"))
  var template: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Without a data file: how often each sentence about a label is learnt from. (default: \(LabelSentences.usualCopies))",
      valueName: "n"))
  var templateCopies: Int?

  /// The first given flag that is only for sentences about the labels; nil where there is none.
  var firstOfSentences: String? {
    !template.isEmpty ? "--template" : templateCopies != nil ? "--template-copies" : nil
  }

  /// The labels and descriptions that were given.
  struct Given {
    /// The labels; nil takes those of the data.
    var labels: LabelSet?
    var descriptions: LabelDescriptions?
  }

  private static let methods: [TrainingMethod] = [.auto, .features, .setfit]
  private static let purpose = "for --method features and setfit, which learn from few texts"

  /// Refuses options that do not go together.
  ///
  /// - Parameters:
  ///   - method: The training method.
  ///   - source: The labelled rows.
  ///   - isAdapted: Whether `--adapt-to` is given.
  /// - Throws: `ValidationError`.
  func check(_ method: TrainingMethod, _ source: LabelledData, isAdapted: Bool) throws {
    if labelValues, source.given.list == nil {
      throw ValidationError("--label-values says what the right sides of --labels are: give --labels too")
    }
    guard labelDescriptions != nil else { return }
    guard Self.methods.contains(method) else {
      throw ValidationError("--label-descriptions is \(Self.purpose), and not for \(method.rawValue)")
    }
    guard !isAdapted else {
      throw ValidationError("--label-descriptions and --adapt-to cannot be joined: leave out one of them")
    }
    guard try Self.hasOneLabel(source) else {
      throw ValidationError("--label-descriptions is for one label a text: leave it out")
    }
  }

  /// Whether each text has one label.
  private static func hasOneLabel(_ source: LabelledData) throws -> Bool {
    guard try !source.isOfTokens, try source.questions.isEmpty else { return false }
    return try source.problem == .singleLabel
  }

  /// Reads the labels and their descriptions, and notes what the right sides of a list were taken for.
  ///
  /// - Throws: `DataError`; `CommandFailure` for descriptions that the method does not learn from.
  func read(
    _ source: LabelledData, _ method: TrainingMethod, isAdapted: Bool, _ console: Console
  ) throws -> Given {
    if let labelDescriptions {
      let descriptions = try LabelDescriptions(contentsOf: URL(fileURLWithPath: labelDescriptions))
      return Given(labels: try source.given.labelSet(), descriptions: descriptions)
    }
    guard let list = source.given.list, !labelValues, try Self.hasOneLabel(source) else {
      return Given(labels: try source.given.labelSet())
    }
    let meaning = try LabelListMeaning(
      parsing: list, in: DataSource(argument: source.data),
      options: source.columns.reading(source.labelOptions, labels: nil))
    switch meaning {
    case .names: break
    case .values: console.note("--labels: the right sides are values of the label column")
    case .unread:
      console.note(
        "--labels: the right sides are taken for values of the label column, because a pipe is read once; "
          + "--label-descriptions says what labels mean")
    case .descriptions:
      console.note("--labels: no right side is a value of the label column, so that they say what the labels mean")
      let unfit = isAdapted ? "cannot be joined with --adapt-to" : "are \(Self.purpose), and not for \(method.rawValue)"
      guard Self.methods.contains(method), !isAdapted else {
        throw CommandFailure(
          .usage, "--labels: no right side is a value of the label column, and descriptions of labels \(unfit)",
          remedy: "Give names alone, or values of the label column; --label-values says that they are values.")
      }
    }
    return Given(labels: meaning.labels, descriptions: meaning.descriptions)
  }
}
