import BertData
import BertInference
import Foundation

/// The methods of a comparison, each judged on the same rows and tested against the one below it.
struct Ladder {
  private(set) var record: ComparisonRecord
  let statistics: RungStatistics
  /// Rungs that an earlier run has finished; they are not trained again.
  private var done: [ComparisonRung] = []

  init(_ setup: ComparisonRecord.Setup, truth: ComparedAnswers, program: String) {
    let task = setup.problem ?? .singleLabel
    statistics = RungStatistics(
      task, truth: truth, labels: setup.labels.count, bootstrap: RowBootstrap(seed: setup.seeds.first ?? 0))
    record = ComparisonRecord(
      formatVersion: ComparisonRecord.format(of: task), createdWith: program, setup: setup, truth: truth)
  }

  /// Takes over the finished rungs of an earlier run; may be called for several. The predictions must fit the rows,
  /// since intervals and tests are computed from them anew.
  ///
  /// - Parameters:
  ///   - saved: The record of the earlier run.
  ///   - methods: The methods of this run; others are left out.
  ///   - others: The names of this run's encoders beside the first.
  ///   - drawsCurve: Whether the points of learning curves are taken over.
  ///   - file: The path of the record, for messages.
  /// - Throws: `resumeInputDiffers`, `resumeOptionsDiffer`; `fileMalformed` for predictions that do not fit.
  mutating func keep(
    _ saved: ComparisonRecord, methods: [TrainingMethod], others: [String] = [], drawsCurve: Bool, file: String
  ) throws(TuningError) {
    try record.setup.requireSame(as: saved.setup, file: file)
    let metrics = ComparedMetrics(statistics.task)
    let rungs = try saved.rungs.map { rung throws(TuningError) in
      var rung = rung
      let answers = rung.runs.compactMap { $0.predictions.fitted(to: statistics.task, labels: statistics.labels) }
      guard !answers.isEmpty, answers.count == rung.runs.count, answers.allSatisfy({ $0.count == record.truth.count }),
        rung.runs.allSatisfy({ $0.figures.metrics == metrics })
      else {
        throw .fileMalformed(
          path: file, reason: "its predictions do not fit the rows; start again without resuming")
      }
      for (run, own) in answers.enumerated() { rung.runs[run].predictions = own }
      return rung
    }
    done += rungs.filter { methods.contains($0.method) && ($0.encoder.map(others.contains) ?? true) }
    record.curve += drawsCurve ? saved.curve.filter { methods.contains($0.method) } : []
  }

  /// The runs of a method that an earlier comparison has finished; nil where it has not.
  ///
  /// - Parameter encoder: The name of the encoder; nil for the first encoder and without one.
  func kept(_ method: TrainingMethod, encoder: String? = nil) -> [ComparisonRung.Run]? {
    done.first { $0.method == method && $0.encoder == encoder }?.runs
  }

  /// Adds the rung of a method on top.
  ///
  /// - Parameter encoder: The name of the encoder; nil for the first encoder and without one.
  @discardableResult mutating func add(
    _ method: TrainingMethod, encoder: String? = nil, _ runs: [ComparisonRung.Run]
  ) -> ComparisonRung {
    let rung = statistics.rung(method, encoder: encoder, runs: runs, below: record.rungs.last)
    record.rungs.append(rung)
    return rung
  }

  /// Adds a point of a learning curve.
  mutating func add(
    _ run: ComparisonRung.Run, to method: TrainingMethod, rows: Int
  ) -> ComparisonRecord.CurvePoint {
    let rung = statistics.rung(method, runs: [run], below: nil)
    let point = ComparisonRecord.CurvePoint(
      method: method, rows: rows, figures: rung.figures, interval: rung.interval)
    record.curve.append(point)
    return point
  }

  /// Sorts the points of the learning curves by method and number of rows.
  mutating func sortCurve() {
    let methods = TrainingMethod.allCases
    record.curve = methods.flatMap { method in
      record.curve.filter { $0.method == method }.sorted { $0.rows < $1.rows }
    }
  }

  /// Whether the learning curve of a method has a point.
  func hasPoint(_ method: TrainingMethod, rows: Int) -> Bool {
    record.curve.contains { $0.method == method && $0.rows == rows }
  }

  /// Writes the recommendation, once all rungs are there.
  mutating func recommend() {
    record.recommendation = Recommendation(rungs: record.rungs, statistics: statistics).text
  }
}

extension ComparisonRecord.Setup {
  /// Checks that an earlier run was started with the same.
  ///
  /// - Throws: `resumeInputDiffers`, `resumeOptionsDiffer`.
  func requireSame(as saved: ComparisonRecord.Setup, file path: String) throws(TuningError) {
    guard saved.contentSha256 == contentSha256 else { throw .resumeInputDiffers(path: path, what: "other data") }
    guard saved.encoder == nil || encoder == nil || saved.encoder == encoder else {
      throw .resumeInputDiffers(path: path, what: "another encoder")
    }
    guard saved.vectors == nil || vectors == nil || saved.vectors == vectors else {
      throw .resumeInputDiffers(path: path, what: "other word vectors")
    }
    guard saved.table == nil || table == nil || saved.table == table else {
      throw .resumeInputDiffers(path: path, what: "another table of token vectors")
    }
    var names: [String] = []
    if saved.seeds != seeds { names.append("seeds") }
    if saved.options != options { names.append("training options") }
    guard names.isEmpty else { throw .resumeOptionsDiffer(path: path, names: names) }
  }
}
