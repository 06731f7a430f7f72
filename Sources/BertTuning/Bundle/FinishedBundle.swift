import BertBaselines
import BertCheckpoint
import BertData
import BertInference
import BertReport
import BertStorage
import Foundation

/// A bundle that lies where a run is to put its own: whether it is the one that the run would make, and what came of it.
struct FinishedBundle {
  private let bundle: ClassifierBundle
  private var record: BundleRecord { bundle.record }
  /// The method that it was made by.
  var method: TrainingMethod { record.method }

  /// Reads the bundle's record; nil where no bundle lies.
  ///
  /// - Throws: `outputTaken` for something else; `inference` for a bundle that is damaged.
  init?(at url: URL) throws(TuningError) {
    try BundlePlacement.check(destination: url)
    guard ClassifierBundle.exists(at: url) else { return nil }
    bundle = try TuningError.translating { () throws(InferenceError) in try ClassifierBundle(contentsOf: url) }
  }

  /// Refuses a bundle of another making.
  ///
  /// - Parameter differing: What differs, in words; nil for what does not.
  /// - Throws: `finishedOtherwise`.
  func require(_ differing: [String?]) throws(TuningError) {
    let names = differing.compactMap { $0 }
    guard names.isEmpty else { throw .finishedOtherwise(path: bundle.url.path, differing: names) }
  }

  /// Refuses a bundle of other rows, or of the same divided otherwise; and one that is more than what training writes.
  func requireRows(_ digest: String) throws(TuningError) {
    try require([
      record.data.contentSha256 == digest ? nil : "the data, or how they are divided",
      record.formatVersion == BundleRecord.quantizedFormat ? "int8 weights" : nil,
      record.distillation == nil ? nil : "a teacher",
    ])
  }

  /// Refuses a bundle of another method.
  ///
  /// - Parameters:
  ///   - method: That of the run; nil where trials choose it. `auto` stands for the one method that a task has.
  ///   - isChosen: Whether trials choose it.
  func require(method: TrainingMethod?, isChosen: Bool) throws(TuningError) {
    let isSame = [nil, .auto, record.method].contains(method) && isChosen == (record.selection != nil)
    try require([isSame ? nil : "method"])
  }

  /// Refuses a bundle of other options or of another encoder.
  ///
  /// - Parameters:
  ///   - options: Those of the run, with the method that was taken.
  ///   - hasSoup: Whether weights are averaged.
  ///   - encoder: Makes the hash of the encoder, which takes longest.
  func requireOptions(
    _ options: TrainingOptions, hasSoup: Bool, encoder: () throws(TuningError) -> String
  ) throws(TuningError) {
    guard let made = record.trainingOptions else { return try require(["the form of its options"]) }
    try require(options.namesDiffering(from: made) + [hasSoup == (record.soup != nil) ? nil : "soup"])
    let digest = try encoder()
    try require([record.encoder?.sha256 == digest ? nil : "the encoder"])
  }

  /// Refuses a simple model's bundle of other options.
  ///
  /// - Parameter vectors: The file of the words' vectors, of which the bundle has a copy; nil for none.
  func requireOptions(_ options: BaselineOptions, vectors: URL?) throws(TuningError) {
    try require([
      record.baseline == options ? nil : "options of the simple model",
      record.abstainBelow == nil ? nil : "abstain-precision", record.cascade == nil ? nil : "cascade-to",
    ])
    guard let vectors else { return }
    let digest = try TuningError.onFiles { () throws(FileError) in try FileDigest.sha256(of: vectors) }
    try require([record.tokenizerFiles[BaselineFiles.vectorsName] == digest ? nil : "the word vectors"])
  }

  /// What the run came to.
  ///
  /// - Throws: `fileMalformed` where its log cannot be read; `file`.
  func outcome() throws(TuningError) -> TrainingOutcome {
    let log = bundle.url.appendingPathComponent("metrics.jsonl")
    let data = try TuningError.onFiles { () throws(FileError) in try FileSystem.read(log) }
    let epochs: [EpochReport]
    do {
      epochs = try data.split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(EpochReport.self, from: $0)
      }
    } catch {
      throw .fileMalformed(path: log.path, reason: "not the log of a run; restore the file, or train again")
    }
    let metrics = record.metrics
    var outcome = TrainingOutcome(
      bundle: bundle.url, choice: MethodChoice(method: record.method, reason: record.methodReason), epochs: epochs,
      bestEpoch: epochs.last { $0.isBest }?.epoch ?? epochs.last?.epoch ?? 1, validation: metrics.validation,
      test: metrics.test, majorityValidation: metrics.majorityValidation, majorityTest: metrics.majorityTest, note: nil,
      folds: record.data.folds, seconds: epochs.reduce(0) { $0 + $1.seconds })
    (outcome.baselineValidation, outcome.baselineTest) = (metrics.baselineValidation, metrics.baselineTest)
    outcome.testFold = record.data.testFold
    outcome.selection = try read(record.selection)
    outcome.transfer = try read(record.transfer)
    outcome.descriptions = try read(record.descriptions)
    outcome.unlabelled = try read(record.unlabelled)
    outcome.selfTaught = try read(record.selfTaught)
    outcome.layer = try read(record.layer)
    outcome.drift = try read(record.drift)
    outcome.soup = try read(record.soup)
    outcome.wasFinished = true
    let report = bundle.url.appendingPathComponent(ReportPage.fileName)
    if FileManager.default.fileExists(atPath: report.path) { outcome.report = report }
    return outcome
  }

  /// A part of the record that this room wrote.
  private func read<Part: Decodable>(_ value: JSONValue?) throws(TuningError) -> Part? {
    guard let value else { return nil }
    do {
      return try JSONDecoder().decode(Part.self, from: JSONEncoder().encode(value))
    } catch {
      throw .fileMalformed(
        path: bundle.url.appendingPathComponent(ClassifierBundle.recordName).path,
        reason: "not the record of a run; restore the file, or train again")
    }
  }
}

extension EncoderJob where Rows: RunInput {
  /// What an earlier run of the same job came to.
  fileprivate func finishedRun() throws(TuningError) -> TrainingOutcome? {
    guard let found = try FinishedBundle(at: output) else { return nil }
    try found.requireRows(data.digest)
    try found.require(method: options.method, isChosen: false)
    try found.requireOptions(options, hasSoup: !ingredients.isEmpty, encoder: encoderDigest)
    if let adapterOutput, !FileManager.default.fileExists(atPath: adapterOutput.path) { return nil }
    return try found.outcome()
  }

  fileprivate func encoderDigest() throws(TuningError) -> String {
    try SharedEncoder(at: encoder, forSeveral: false).digest()
  }
}

extension EncoderJob {
  /// Goes on with the unfinished run there, where there is one.
  package mutating func resumeWhatIsThere() {
    resume = RunDirectory.holdsRun(for: output) || SelectionDirectory.holdsRun(for: output)
  }
}

extension EncoderJob where Rows == TokenTrainingData {
  /// What an earlier run of the same job came to; nil where it has not been run to its end.
  ///
  /// - Throws: `finishedOtherwise` for a bundle of another making; `outputTaken`; what reading it throws.
  package func finished() throws(TuningError) -> TrainingOutcome? { try finishedRun() }
}

extension EncoderJob where Rows == TrainingData {
  /// What an earlier run of the same job came to; nil where it has not been run to its end.
  ///
  /// - Throws: `finishedOtherwise` for a bundle of another making; `outputTaken`; what reading it throws.
  package func finished() throws(TuningError) -> TrainingOutcome? { try finishedRun() }

  /// What an earlier run of the same job by trials came to; nil where it has not been run to its end.
  ///
  /// - Parameters:
  ///   - pairs: The options of the method `setfit`.
  ///   - timeLimit: Seconds that the run was to take at the most; nil without a limit.
  /// - Throws: `finishedOtherwise` for a bundle of another making; `outputTaken`; what reading it throws.
  package func finished(choosingWith pairs: TrainingOptions, timeLimit: Double?) throws(TuningError) -> TrainingOutcome?
  {
    guard data.problem == .singleLabel else { return try finishedRun() }
    guard let found = try FinishedBundle(at: output) else { return nil }
    try found.requireRows(data.digest)
    try found.require(method: nil, isChosen: true)
    if found.method.needsEncoder {
      var own = found.method == .setfit ? pairs : options
      (own.method, own.seed) = (found.method, options.seed)
      own.labelDescriptions = own.learnsFromDescriptions ? options.labelDescriptions : nil
      try found.requireOptions(own, hasSoup: false, encoder: encoderDigest)
    } else {
      let simple = try MethodTrials.simpleJob(self)
      try simple.requireTold()
      try found.requireOptions(simple.simpleOptions(), vectors: nil)
    }
    let outcome = try found.outcome()
    try found.require([outcome.selection?.timeLimit == timeLimit ? nil : "time"])
    return outcome
  }
}

extension BaselineJob {
  /// What an earlier run of the same job came to; nil where it has not been run to its end.
  ///
  /// - Throws: `option` for what the bundle does not tell; `finishedOtherwise` for a bundle of another making;
  ///   `outputTaken`; what reading it throws.
  package func finished() throws(TuningError) -> TrainingOutcome? {
    try requireTold()
    guard let found = try FinishedBundle(at: output) else { return nil }
    try found.requireRows(data.digest)
    try found.require(method: options.method, isChosen: false)
    try found.requireOptions(simpleOptions(), vectors: options.method.takesVectors ? vectors?.url : nil)
    return try found.outcome()
  }

  /// The options as the bundle has them.
  fileprivate func simpleOptions() throws(TuningError) -> BaselineOptions {
    var options = options
    let problem = try BaselineSession.problem(data)
    options.problem = problem == .singleLabel ? nil : problem
    return options
  }

  /// Refuses what the bundle of a simple model does not tell.
  fileprivate func requireTold() throws(TuningError) {
    let untold: [(name: String, isGiven: Bool)] = [
      ("calibrate", calibrates != nil), ("abstain-precision", abstainPrecision != nil), ("cascade-to", cascade != nil),
      ("the table of the method static", options.method.takesTable),
    ]
    if let first = untold.first(where: \.isGiven) {
      throw .option(
        name: "skip-finished", value: "", rule: "cannot be decided: a simple model's bundle does not tell \(first.name)"
      )
    }
  }
}

extension TokenBaselineJob {
  /// What an earlier run of the same job came to; nil where it has not been run to its end.
  ///
  /// - Throws: `finishedOtherwise` for a bundle of another making; `outputTaken`; what reading it throws.
  package func finished() throws(TuningError) -> TrainingOutcome? {
    guard let found = try FinishedBundle(at: output) else { return nil }
    try found.requireRows(data.digest)
    var options = BaselineOptions(.crf)
    options.seed = seed
    try found.require(method: .crf, isChosen: false)
    try found.requireOptions(options, vectors: nil)
    return try found.outcome()
  }
}
