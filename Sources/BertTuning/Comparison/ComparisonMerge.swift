import BertData
import BertInference
import BertReport
import BertStorage
public import Foundation

/// Merges comparisons of some methods each, for example from several machines, into one comparison of all methods.
///
/// The rungs keep their metrics and times. The paired tests, the intervals and the recommendation are computed anew
/// from the recorded predictions of the same test rows, so that the record is the same as that of a single run.
public struct ComparisonMerge {
  /// The merged record, of one question a text or of several.
  public enum Merged: Sendable {
    /// One ladder.
    case one(ComparisonRecord)
    /// A ladder for each question.
    case several(QuestionComparisonRecord)
  }

  private let parts: [URL]
  private let output: URL
  private let command: String?

  /// Checks that the directories differ.
  ///
  /// - Parameters:
  ///   - parts: The directories of finished comparisons.
  ///   - output: The directory of the merged comparison.
  ///   - command: The command as it was typed, shown on the report page.
  /// - Throws: `option` without parts, for a part that is named twice, and where the output is one of the parts.
  public init(
    _ parts: [URL], output: URL, command: String? = nil
  ) throws(TuningError) {
    let places = parts.map { $0.resolvingSymlinksInPath().standardizedFileURL.path }
    guard !parts.isEmpty else { throw .option(name: "merge", value: "", rule: "must name the parts") }
    guard Set(places).count == places.count else {
      throw .option(name: "merge", value: "", rule: "must name each part once")
    }
    guard !places.contains(output.resolvingSymlinksInPath().standardizedFileURL.path) else {
      throw .option(name: "merge", value: output.path, rule: "must be no part and the place of the whole at once")
    }
    self.parts = parts
    self.output = output
    self.command = command
  }

  /// Merges the parts, copies the bundles, and writes `compare.json` and `report.html`.
  ///
  /// - Throws: `fileMalformed` for a part that is damaged or not finished, and for parts with different data, options
  ///   or program versions; `outputTaken`, `outputBusy`, `file`.
  public func run() throws(TuningError) -> Merged {
    let first: Part<QuestionComparisonRecord>? = try? Part(parts[0])
    guard first != nil else {
      let read = try parts.map { (url) throws(TuningError) in try Part<ComparisonRecord>(url) }
      let record = try merged(read.map { ($0.file, $0.record) })
      let title = output.lastPathComponent
      try write(record, record.page(title: title, command: command), bundles: read.map { ($0.url, $0.record.rungs) })
      return .one(record)
    }
    let read = try parts.map { (url) throws(TuningError) in try Part<QuestionComparisonRecord>(url) }
    let record = try merged(read)
    try write(
      record, record.page(title: output.lastPathComponent, command: command),
      bundles: read.map { ($0.url, $0.record.ladders.flatMap(\.record.rungs)) })
    return .several(record)
  }

  /// The directory of a finished comparison.
  private struct Part<Record: ComparisonJournal> {
    let url: URL
    let file: String
    let record: Record

    init(_ url: URL) throws(TuningError) {
      let place = url.appendingPathComponent(Record.fileName)
      self.url = url
      file = place.path
      let data = try TuningError.onFiles { () throws(FileError) in try FileSystem.read(place) }
      do {
        record = try JSONDecoder().decode(Record.self, from: data)
      } catch {
        throw .fileMalformed(path: place.path, reason: "not \(Record.title), or another's than that of the first part")
      }
      guard record.formatVersion <= Record.format else {
        throw .inference(.newerFormat(path: place.path, found: record.formatVersion, known: Record.format))
      }
    }
  }

  /// The ladders of several questions, each merged by itself.
  private func merged(_ parts: [Part<QuestionComparisonRecord>]) throws(TuningError) -> QuestionComparisonRecord {
    var whole = parts[0].record
    for part in parts.dropFirst() where part.record.questions != whole.questions {
      throw differs(part.file, parts[0].file, ["the questions"])
    }
    for name in whole.questions.map(\.name) {
      whole.tasks[name] = try merged(
        parts.map { (part) throws(TuningError) in
          guard let ladder = part.record.tasks[name] else { throw differs(part.file, parts[0].file, ["the questions"]) }
          return (part.file, ladder)
        })
    }
    return whole
  }

  /// One ladder with the rungs of all parts.
  private func merged(_ parts: [(file: String, record: ComparisonRecord)]) throws(TuningError) -> ComparisonRecord {
    let first = parts[0]
    var setup = first.record.setup
    for (file, record) in parts {
      guard record.recommendation != nil else {
        throw .fileMalformed(path: file, reason: "this comparison is not finished; resume it first")
      }
      let names =
        setup.differences(from: record.setup) + (record.truth == first.record.truth ? [] : ["the test rows"])
        + (record.createdWith == first.record.createdWith ? [] : ["the program's version"])
      guard names.isEmpty else { throw differs(file, first.file, names) }
      setup.encoder = setup.encoder ?? record.setup.encoder
      setup.vectors = setup.vectors ?? record.setup.vectors
      setup.table = setup.table ?? record.setup.table
    }
    // Whole numbers in a file may be labels or numbers: the task decides.
    guard let truth = first.record.truth.fitted(to: setup.problem ?? .singleLabel, labels: setup.labels.count) else {
      throw .fileMalformed(
        path: first.file, reason: "the true answers do not fit the labels; restore the file, or compare again")
    }
    var ladder = Ladder(setup, truth: truth, program: first.record.createdWith)
    var taken: [(rung: ComparisonRung, file: String)] = []
    for (file, record) in parts {
      for rung in record.rungs {
        if let other = taken.first(where: { $0.rung.method == rung.method && $0.rung.encoder == rung.encoder }) {
          throw .fileMalformed(
            path: file, reason: "\(rung.title) is in \(other.file) too, and only one of them can count")
        }
        taken.append((rung, file))
      }
      try ladder.keep(
        record, methods: TrainingMethod.allCases, others: record.rungs.compactMap(\.encoder), drawsCurve: true,
        file: file)
    }
    let others = taken.compactMap(\.rung.encoder).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    for method in TrainingMethod.allCases {
      for encoder in [nil] + others.map(Optional.some) {
        if let runs = ladder.kept(method, encoder: encoder) { ladder.add(method, encoder: encoder, runs) }
      }
    }
    ladder.sortCurve()
    ladder.recommend()
    return ladder.record
  }

  private func differs(_ file: String, _ first: String, _ names: [String]) -> TuningError {
    .fileMalformed(
      path: file, reason: "cannot be merged with \(first): other than there are \(names.joined(separator: ", "))")
  }

  /// Copies the bundles, then writes the record and the page.
  ///
  /// - Parameter bundles: The rungs of each part, by its directory. A bundle may be missing, for example where only the
  ///   record was copied from another machine.
  private func write<Record: ComparisonJournal>(
    _ record: Record, _ page: ReportPage, bundles: [(part: URL, rungs: [ComparisonRung])]
  ) throws(TuningError) {
    let directory = try ComparisonDirectory<Record>(at: output)
    defer { directory.release() }
    for (part, rungs) in bundles {
      for name in Set(rungs.flatMap(\.runs).compactMap(\.bundle)).sorted() {
        // No comparison writes a name that is no place below its own directory.
        let steps = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !steps.contains(where: { ["", ".", ".."].contains($0) }) else {
          throw .fileMalformed(
            path: part.appendingPathComponent(Record.fileName).path, reason: "'\(name)' is no bundle")
        }
        let from = part.appendingPathComponent(name, isDirectory: true)
        guard FileSystem.isDirectory(from) else { continue }
        try TuningError.onFiles { () throws(FileError) in
          try FileSystem.copyDirectory(from, to: directory.url.appendingPathComponent(name, isDirectory: true))
        }
      }
    }
    try directory.write(record)
    try directory.write(page)
  }
}

extension ComparisonRecord.Setup {
  /// The names of what differs between two parts, for people. The encoder, the word vectors and the table may be
  /// missing in one of them, since not every method needs them.
  fileprivate func differences(from other: Self) -> [String] {
    func differ(_ own: String?, _ others: String?) -> Bool { own != nil && others != nil && own != others }
    let differing: [(String, Bool)] = [
      ("the data, or how they are divided", contentSha256 != other.contentSha256),
      ("the labels", labels != other.labels || problem != other.problem),
      (
        "the numbers of rows",
        [trainingRows, validationRows, testRows] != [other.trainingRows, other.validationRows, other.testRows]
      ),
      ("the seeds", seeds != other.seeds), ("the encoder", differ(encoder, other.encoder)),
      ("the word vectors", differ(vectors, other.vectors)), ("the table of token vectors", differ(table, other.table)),
    ]
    return differing.filter(\.1).map(\.0) + options.namesDiffering(from: other.options).filter { $0 != "seed" }
  }
}
