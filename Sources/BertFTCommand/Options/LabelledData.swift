import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// The labelled rows that a command learns from.
struct LabelledData: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A data file (.csv, .tsv, .jsonl, .json or .txt, also compressed with gzip, bzip2 or zstd), a directory DIR/label/*.txt, or - for standard input. With --task tokens: .conll, .iob, .bio, .jsonl or .json.",
      valueName: "data"))
  var file: String?

  /// What was given; empty for nothing, which ``requireData()`` refuses.
  var data: String { file ?? "" }

  @OptionGroup var given: GivenLabels

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The rows that choose the best epoch: a file, or a share of what --test leaves.", valueName: "file|share"))
  var validation = LabelledData.usualValidation

  static let usualValidation = "0.1"

  @OptionGroup(title: "Data") var columns: ColumnOptions
  @OptionGroup(title: "Data") var labelOptions: LabelOptions
  @OptionGroup(title: "Data") var taskOptions: TaskOptions

  /// What the labels of a text are.
  var problem: ProblemType { get throws { try taskOptions.problem(labelOptions) } }

  /// The several questions about a text; empty where there is one.
  var questions: [Question] { get throws { try taskOptions.questions(labelOptions) } }

  /// Whether labels of tokens are asked for, which are no labels of a text.
  var isOfTokens: Bool { get throws { try taskOptions.kind == .tokens } }

  /// Whether any rows choose the best epoch.
  var hasValidation: Bool { file == nil ? Double(validation) == nil : Double(validation) != 0 }

  /// Reads the files and tells what was left out of them.
  ///
  /// - Parameters:
  ///   - test: the path of a file, or a share of the data that is taken first.
  ///   - fold: the part of the data that the test is, where that is neither.
  ///   - seed: decides which rows a share takes.
  ///   - folds: parts that few rows are cross-validated in; nil never does.
  ///   - sources: more rows, each of a domain of its own.
  ///   - target: texts of another domain that is to be served, where there is one question.
  ///   - unlabelled: texts without labels to learn from, where there is one question.
  ///   - anchor: texts whose masked tokens are learnt beside the task, where there is one question.
  ///   - labels: the labels, where they are known already; nil takes those that were given.
  func read(
    test: String?, fold: TestFold? = nil, folds: Int? = nil, sources: [DataSource] = [], target: TargetSources? = nil,
    unlabelled: DataSource? = nil, anchor: DataSource? = nil,
    labels: LabelSet? = nil, seed: UInt64,
    console: Console
  ) throws -> TrainingData {
    let questions = try questions, source = DataSource(argument: data), held = HeldRows(argument: validation)
    let test = fold.map(HeldRows.fold) ?? test.map(HeldRows.init)
    let rows =
      questions.isEmpty
      ? try TrainingRows(
        source, validation: held, test: test, folds: folds, sources: sources, target: target,
        unlabelled: unlabelled, anchor: anchor, seed: seed,
        reading: columns.reading(labelOptions, labels: try labels ?? given.labelSet(), problem: try problem))
      : try TrainingRows(
        source, questions: questions, validation: held, test: test, folds: folds, seed: seed,
        reading: columns.reading(labelOptions, labels: nil))
    for (source, report) in rows.reports { console.tell(report, of: source.name) }
    rows.noteWordings.map(\.commandLine).forEach(console.note)
    rows.warningWordings.map(\.commandLine).forEach(console.warn)
    console.tellRepeated(rows.data)
    return rows.data
  }

  /// Where results go: what was asked for, or the data's name with an ending, in the current directory.
  func place(_ out: String?, ending: String) -> String {
    if let out { return out }
    var file = URL(fileURLWithPath: data)
    if ["gz", "bz2", "zst"].contains(file.pathExtension.lowercased()) { file.deletePathExtension() }
    return file.deletingPathExtension().lastPathComponent + ending
  }

  /// - Throws: `ValidationError` where no data was given.
  func requireData() throws {
    guard file != nil else { throw ValidationError("Missing expected argument '<data>'") }
  }

  /// - Throws: `ValidationError` where results would have no place.
  func requirePlace(_ out: String?) throws {
    if data == "-" && out == nil { throw ValidationError("Standard input has no name: give --out") }
    if try isOfTokens { return }
    try given.requireOne()
    if try !questions.isEmpty {
      guard !given.areGiven else {
        throw ValidationError("--labels is for one question; those of several are the values of their columns")
      }
      return
    }
    let problem = try problem
    if given.areGiven, problem == .regression || !labelOptions.columns.isEmpty {
      throw ValidationError(
        problem == .regression
          ? "--labels is for labels, and this task is a number" : "--label-columns names the labels: leave out --labels"
      )
    }
  }
}
