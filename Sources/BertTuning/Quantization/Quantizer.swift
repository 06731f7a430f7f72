import BertCheckpoint
public import BertData
import BertEncoder
public import BertInference
import BertKernels
public import Foundation

/// Converts a bundle, a classifier's directory or an encoder's directory to one with int8 weights.
public struct Quantizer {
  /// The bundle's record; nil where the directory is no bundle.
  public let record: BundleRecord?
  /// What the model predicts for a text.
  public let answer: QuantizedAnswer
  /// Notes about the model's files, for people.
  public let notes: [String]

  private let source: PretrainedModel
  private let model: ComparedModel
  private let compute: Compute

  /// Loads the model.
  ///
  /// - Parameters:
  ///   - url: The directory.
  ///   - threads: Threads to compute with.
  /// - Throws: a ``TuningError`` where it cannot be read, or `alreadyQuantized`.
  public init(contentsOf url: URL, threads: Int) throws(TuningError) {
    let directory = try TuningError.translating { () throws(InferenceError) in try OpenedDirectory(at: url) }
    let record = directory.record
    guard let source = directory.model else {
      throw .fileMalformed(path: url.path, reason: "the bundle of a simple model has no encoder to quantise")
    }
    (compute, answer) = try TuningError.translating { () throws(InferenceError) in
      (try Compute.ready(threads: threads), try QuantizedAnswer(directory, source))
    }
    guard Precision(of: source.checkpoint) == .fp32 else { throw .alreadyQuantized(path: url.path) }
    // A sentence-transformers model has its parts in several folders, and only the encoder's would be quantised.
    guard source.folder == url else {
      throw .fileMalformed(
        path: url.path, reason: "the encoder lies in \(source.folder.lastPathComponent); give that folder")
    }
    let reading: ComparedModel.Reading
    if case .tokens(let labels) = answer {
      reading = .words(WordTagging(source, labels: labels, record: record))
    } else {
      reading = .texts(TextEncoder(source, record?.text))
    }
    let compute = compute, classes = answer.head?.classes ?? 0
    let neighbours = try record?.neighbours.map { record throws(TuningError) in
      try TuningError.translating { () throws(InferenceError) in
        try NeighbourFile.read(
          url, record, width: source.configuration.hiddenSize, classes: classes, compute: compute)
      }
    }
    let appended = try record?.appended.map { appended throws(TuningError) in
      try TuningError.translating { () throws(InferenceError) in
        try AppendedFile.read(
          url, appended, labels: record?.labels ?? [], width: source.configuration.hiddenSize,
          TextEncoder(source, record?.text), compute: compute)
      }
    }
    model = try ComparedModel(of: source, answer, reading, neighbours: neighbours, appended: appended, compute)
    self.record = record
    self.source = source
    notes = directory.notes
  }

  /// Quantises, measures, and writes the directory where the agreement suffices.
  ///
  /// - Parameters:
  ///   - rows: texts to compare fp32 and int8 on.
  ///   - minimum: least `Agreement.decisive` figure; of one label a text the upper end of its 95 % interval must reach it, and int8 must
  ///     not be less accurate than fp32 by more than chance where labels are known.
  ///   - output: where the result goes; a bundle there is replaced.
  ///   - replaces: whether what else this program wrote there is replaced too.
  ///   - isCancelled: called before each batch; true cancels the run.
  /// - Throws: `noRows`, `agreementTooLow`, which leaves nothing behind, `interrupted`, or what the file system
  ///   refuses.
  public func run(
    rows: [Example], minimum: Double, output: URL, replaces: Bool = false,
    isCancelled: @escaping () -> Bool = { false }
  ) throws(TuningError) -> Agreement {
    switch model.reading {
    case .texts(let encoder):
      return try run(
        ComparedRows(rows, encoder), minimum, BundlePlacement(destination: output, takesEncoders: replaces), isCancelled
      )
    case .words(let tagging):
      let texts = try rows.map { row throws(TuningError) in
        guard row.pair == nil else { throw .inference(.pairUnexpected(line: row.line)) }
        return TokenRow(.text(row.text, entities: nil), line: row.line)
      }
      return try run(
        ComparedRows(texts, tagging), minimum, BundlePlacement(destination: output, takesEncoders: replaces),
        isCancelled)
    }
  }

  /// Quantises after a comparison on words, or on texts with their entities, which also give the F1 of a token
  /// classifier's entities.
  ///
  /// - Parameters:
  ///   - rows: words or texts to compare fp32 and int8 on.
  ///   - minimum: the least acceptable `Agreement.decisive`.
  ///   - output: where the result goes; a bundle there is replaced.
  ///   - replaces: whether what else this program wrote there is replaced too.
  ///   - isCancelled: called before each batch; true cancels the run.
  /// - Throws: As the function for texts.
  public func run(
    rows: [TokenRow], minimum: Double, output: URL, replaces: Bool = false,
    isCancelled: @escaping () -> Bool = { false }
  ) throws(TuningError) -> Agreement {
    switch model.reading {
    case .texts(let encoder):
      let texts = rows.map { Example(text: $0.text, line: $0.line) }
      return try run(
        ComparedRows(texts, encoder), minimum, BundlePlacement(destination: output, takesEncoders: replaces),
        isCancelled)
    case .words(let tagging):
      return try run(
        ComparedRows(rows, tagging), minimum, BundlePlacement(destination: output, takesEncoders: replaces), isCancelled
      )
    }
  }

  private func run(
    _ rows: ComparedRows, _ minimum: Double, _ place: BundlePlacement, _ isCancelled: @escaping () -> Bool
  ) throws(TuningError) -> Agreement {
    guard !rows.encoded.isEmpty else { throw .noRows(part: "comparison") }
    try BundlePlacement.check(destination: place.destination, takesEncoders: place.takesEncoders)
    let exact = try model.answers(rows.encoded, .fp32, isCancelled)
    model.encoder.roundWordEmbeddings()
    let agreement = agreement(of: exact, try model.answers(rows.encoded, .int8, isCancelled), rows)
    guard agreement.suffices(minimum, answer) else { throw .agreementTooLow(agreement, minimum: minimum) }

    let weights = model.classifier?.quantizedTensorSources(compute) ?? model.encoder.quantizedTensorSources(compute)
    try place.install { (directory: URL) throws(TuningError) in
      try QuantizedFiles(source: source, record: record, agreement: agreement).write(weights, to: directory)
    } verify: { (url: URL) throws(TuningError) in
      let probes = Array(rows.encoded.prefix(8))
      let written = try TuningError.translating { () throws(InferenceError) in try PretrainedModel(at: url) }
      let read = try ComparedModel(
        of: written, answer, model.reading, neighbours: model.neighbours, appended: model.appended, compute
      ).answers(probes, .int8, { false })
      let same = try model.answers(probes, .int8, { false })
      let difference = ReadBack.difference(read.vectors, same.vectors)
      guard read.outputs == same.outputs, difference == 0 else {
        throw .bundleDiffers(path: url.path, difference: difference)
      }
    }
    return agreement
  }

  /// How well the answers of int8 agree with those of fp32.
  private func agreement(of exact: ModelAnswers, _ rounded: ModelAnswers, _ rows: ComparedRows) -> Agreement {
    var agreement = exact.agreement(with: rounded, rows: rows.encoded.count)
    switch (exact.outputs, rounded.outputs, answer, model.reading) {
    case (.texts(let exact), .texts(let rounded), .question(let labels, let rule), _):
      agreement.compare(exact, rounded, labels: labels, rule: rule, truth: rows.truth)
    case (.texts(let exact), .texts(let rounded), .questions(let questions, let rules), _):
      agreement.compare(exact, rounded, questions: questions, rules: rules)
    case (.tokens(let exact), .tokens(let rounded), _, .words(let tagging)):
      agreement.compare(exact, rounded, of: rows.rows, rows.encoded, by: tagging)
    default: break
    }
    return agreement
  }
}
