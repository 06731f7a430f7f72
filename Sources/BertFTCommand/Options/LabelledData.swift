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

  /// The data argument; empty where it is not given, which ``requireData()`` refuses.
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

  /// The kind of label.
  var problem: ProblemType { get throws { try taskOptions.problem(labelOptions) } }

  /// The several questions about a text; empty where there is one.
  var questions: [Question] { get throws { try taskOptions.questions(labelOptions) } }

  /// Whether the task is labels of tokens.
  var isOfTokens: Bool { get throws { try taskOptions.kind == .tokens } }

  /// Whether there are validation rows.
  var hasValidation: Bool { file == nil ? Double(validation) == nil : Double(validation) != 0 }

  /// Reads the files and reports the rows that were left out.
  ///
  /// - Parameters:
  ///   - test: The path of the test file, or a share of the data, which is taken before the validation rows.
  ///   - fold: The part of the data to test on, instead of `test`.
  ///   - folds: In how many parts few rows are cross-validated; nil holds a share out.
  ///   - sources: More labelled rows, each file of a domain of its own.
  ///   - target: Texts of the target domain, for one question only.
  ///   - unlabelled: Texts without labels to learn from, for one question only.
  ///   - anchor: Texts whose masked tokens are learnt beside the task, for one question only.
  ///   - labels: The labels where they are known already; nil takes the given ones, or else those of the data.
  ///   - seed: Decides which rows a share takes.
  ///   - console: Where the reports go.
  /// - Throws: `DataError`, and `ValidationError` for a task that does not fit the other options.
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

  /// Where results go: the value of `--out`, or the data's name with a suffix, in the current directory.
  func place(_ out: String?, ending: String) -> String {
    out ?? Self.usualPlace(of: data, ending: ending)
  }

  /// The data's name without its extensions, with a suffix: `data/reviews.csv.gz` and `-bertft` give `reviews-bertft`.
  static func usualPlace(of data: String, ending: String) -> String {
    var file = URL(fileURLWithPath: data)
    if ["gz", "bz2", "zst"].contains(file.pathExtension.lowercased()) { file.deletePathExtension() }
    return file.deletingPathExtension().lastPathComponent + ending
  }

  /// - Throws: `ValidationError` where no data is given.
  func requireData() throws {
    guard file != nil else { throw ValidationError("Missing expected argument '<data>'") }
  }

  /// - Throws: `ValidationError` where results have no name, and for label options that do not fit the task.
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
