import BertBaselines
import BertCheckpoint
import BertData
import BertInference
import BertReport
import BertStorage
import Foundation

/// A bundle that exists at the output of a run: checks whether the run would make the same one, and reads its results.
struct FinishedBundle {
  private let bundle: ClassifierBundle
  private var record: BundleRecord { bundle.record }
  /// The method that trained it.
  var method: TrainingMethod { record.method }

  /// Reads the bundle's record; nil where there is no bundle.
  ///
  /// - Throws: `outputTaken` where something else is there; `inference` for a damaged bundle.
  init?(at url: URL) throws(TuningError) {
    try BundlePlacement.check(destination: url)
    guard ClassifierBundle.exists(at: url) else { return nil }
    bundle = try TuningError.translating { () throws(InferenceError) in try ClassifierBundle(contentsOf: url) }
  }

  /// Refuses a bundle that was made otherwise.
  ///
  /// - Parameter differing: For each thing compared, its name for people where it differs, else nil.
  /// - Throws: `finishedOtherwise`.
  func require(_ differing: [String?]) throws(TuningError) {
    let names = differing.compactMap { $0 }
    guard names.isEmpty else { throw .finishedOtherwise(path: bundle.url.path, differing: names) }
  }

  /// Refuses a bundle of other rows or of another division of them, and one that was quantized or distilled.
  ///
  /// - Parameter digest: SHA-256 over the run's labels, texts and their division.
  /// - Throws: `finishedOtherwise`.
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
  ///   - method: That of the run; nil where trials choose it. `auto` stands for the only method that the task has.
  ///   - isChosen: Whether trials choose it.
  /// - Throws: `finishedOtherwise`.
  func require(method: TrainingMethod?, isChosen: Bool) throws(TuningError) {
    let isSame = [nil, .auto, record.method].contains(method) && isChosen == (record.selection != nil)
    try require([isSame ? nil : "method"])
  }

  /// Refuses a bundle of other options or of another encoder.
  ///
  /// - Parameters:
  ///   - options: Those of the run, with the chosen method.
  ///   - hasSoup: Whether the run averages its weights with those of other bundles.
  ///   - encoder: Computes the SHA-256 of the encoder; called last, because it takes longest.
  /// - Throws: `finishedOtherwise`; what `encoder` throws.
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
  /// - Parameters:
  ///   - options: Those of the run.
  ///   - vectors: The file of the word vectors, of which the bundle has a copy; nil for none.
  /// - Throws: `finishedOtherwise`, `file`.
  func requireOptions(_ options: BaselineOptions, vectors: URL?) throws(TuningError) {
    try require([
      record.baseline == options ? nil : "options of the simple model",
      record.abstainBelow == nil ? nil : "abstain-precision", record.cascade == nil ? nil : "cascade-to",
    ])
    guard let vectors else { return }
    let digest = try TuningError.onFiles { () throws(FileError) in try FileDigest.sha256(of: vectors) }
    try require([record.tokenizerFiles[BaselineFiles.vectorsName] == digest ? nil : "the word vectors"])
  }

  /// The outcome of the run that made the bundle.
  ///
  /// - Throws: `fileMalformed` where its log or record cannot be read; `file`.
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

  /// A member of the record, decoded; nil where it is absent.
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
  /// The outcome of an earlier run of the same job; nil where there is none.
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

extension EncoderJob where Rows == TokenTrainingData {
  /// The outcome of an earlier run of the same job; nil where none has finished.
  ///
  /// - Throws: `finishedOtherwise` for a bundle that was made otherwise; `outputTaken`; what reading it throws.
  package func finished() throws(TuningError) -> TrainingOutcome? { try finishedRun() }
}

extension EncoderJob where Rows == TrainingData {
  /// The outcome of an earlier run of the same job; nil where none has finished.
  ///
  /// - Throws: `finishedOtherwise` for a bundle that was made otherwise; `outputTaken`; what reading it throws.
  package func finished() throws(TuningError) -> TrainingOutcome? { try finishedRun() }

  /// The outcome of an earlier run of the same job whose method was chosen by trials; nil where none has finished.
  ///
  /// - Parameters:
  ///   - pairs: The options of the method `setfit`.
  ///   - timeLimit: The limit of the run in seconds; nil without a limit.
  /// - Throws: `finishedOtherwise` for a bundle that was made otherwise; `outputTaken`; what reading it throws.
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
      try simple.requireRecorded()
      try found.requireOptions(simple.simpleOptions(), vectors: nil)
    }
    let outcome = try found.outcome()
    try found.require([outcome.selection?.timeLimit == timeLimit ? nil : "time"])
    return outcome
  }
}

extension BaselineJob {
  /// The outcome of an earlier run of the same job; nil where none has finished.
  ///
  /// - Throws: `option` for a setting that the bundle does not record; `finishedOtherwise` for a bundle that was made
  ///   otherwise; `outputTaken`; what reading it throws.
  package func finished() throws(TuningError) -> TrainingOutcome? {
    try requireRecorded()
    guard let found = try FinishedBundle(at: output) else { return nil }
    try found.requireRows(data.digest)
    try found.require(method: options.method, isChosen: false)
    try found.requireOptions(simpleOptions(), vectors: options.method.takesVectors ? vectors?.url : nil)
    return try found.outcome()
  }

  /// The options as the bundle records them.
  fileprivate func simpleOptions() throws(TuningError) -> BaselineOptions {
    var options = options
    let problem = try BaselineSession.problem(data)
    options.problem = problem == .singleLabel ? nil : problem
    return options
  }

  /// Refuses settings that the bundle of a simple model does not record.
  ///
  /// - Throws: `option`.
  fileprivate func requireRecorded() throws(TuningError) {
    let unrecorded: [(name: String, isGiven: Bool)] = [
      ("calibrate", calibrates != nil), ("abstain-precision", abstainPrecision != nil), ("cascade-to", cascade != nil),
      ("the table of the method static", options.method.takesTable),
    ]
    if let first = unrecorded.first(where: \.isGiven) {
      throw .option(
        name: "skip-finished", value: "", rule: "cannot be decided: a simple model's bundle does not tell \(first.name)"
      )
    }
  }
}

extension TokenBaselineJob {
  /// The outcome of an earlier run of the same job; nil where none has finished.
  ///
  /// - Throws: `finishedOtherwise` for a bundle that was made otherwise; `outputTaken`; what reading it throws.
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
