import BertData
import BertInference
import BertKernels
import BertStorage
import Foundation

extension EmbeddingExport {
  /// Encodes the rows of an input and writes them to a sink.
  ///
  /// - Throws: `unfinished` where rows are kept, otherwise the error that ended the run.
  func run(
    _ input: inout ExportInput, into sink: any EmbeddingSink, isCancelled: () -> Bool,
    progress: (ExportReport) -> Void
  ) throws(ExportError) -> ExportReport {
    var committed = sink.recovered?.rows ?? 0
    do {
      return try run(&input, into: sink, committed: &committed, isCancelled: isCancelled, progress: progress)
    } catch {
      if case .resumeMismatch = error { throw error }
      guard committed > 0 else {
        sink.discard()
        throw error
      }
      throw .unfinished(error, rows: committed, place: sink.place)
    }
  }

  private func run(
    _ input: inout ExportInput, into sink: any EmbeddingSink, committed: inout Int, isCancelled: () -> Bool,
    progress: (ExportReport) -> Void
  ) throws(ExportError) -> ExportReport {
    let start = ContinuousClock.now
    var description = try described(input)
    let making = try making(description, input)
    var report = ExportReport()
    report.dimensions = embedder.dimensions
    var state = ExportState(making: making)
    state.ranges = description.ranges
    state.source = sink.isWhole ? input.name : nil
    if let recovered = sink.recovered {
      guard recovered.making == making else {
        throw .resumeMismatch(place: sink.place, reason: "it was begun with another model or other options")
      }
      try input.skip(to: recovered.read)
      guard input.read == recovered.read, input.texts == recovered.texts else {
        throw .resumeMismatch(place: sink.place, reason: "the rows that it read have changed since")
      }
      let ranges = recovered.ranges
      guard options.element == .int8 ? ranges?.isValid(dimensions: embedder.dimensions) == true : ranges == nil else {
        throw .journalDamaged(path: sink.place)
      }
      state = recovered
      report.add(state)
      report.resumed = state.rows
    }
    var pending: [Example] = []
    if options.element == .int8, state.ranges == nil {
      state.ranges = try ranges(&input, &pending, isCancelled: isCancelled)
    }
    description.ranges = state.ranges
    // What a run began with stays, since headers have the room that they were begun with.
    description.source = state.source
    let quantizer = quantizer(state.ranges)
    if sink.recovered == nil { try sink.begin(description) }
    var memory = SequenceMemory(limit: window.memory)
    var queue = ExportQueue(pending, first: input.firstRow ?? 0)
    while !state.isFinishing {
      let rows = try StageClock.time(.reading) { () throws(ExportError) in
        try queue.fill(from: &input, rows: window.rows, bytes: window.bytes)
      }
      if rows.isEmpty { break }
      let before = report, fraction = input.fraction
      let vectors = try ExportError.translating { () throws(InferenceError) in
        try embedder.embed(rows.map(\.row), memory: &memory, isCancelled: isCancelled) { part in
          var now = before
          now.rows += Int(part * Double(rows.count))
          now.fraction = fraction.map { ($0 * part) + (before.fraction ?? 0) * (1 - part) }
          now.seconds = Self.seconds(since: start)
          progress(now)
        }
      }
      try StageClock.time(.writing) { () throws(ExportError) in
        try sink.append(
          EmbeddingBatch(
            ids: try Self.ids(rows, input.columns), carried: rows.map { input.columns.carried(of: $0.row) },
            vectors: quantizer.encode(vectors.values, dimensions: vectors.dimensions),
            texts: options.writesTexts ? rows.map { Self.text(of: $0.row) } : []))
      }
      state.rows += rows.count
      state.read = input.read - queue.count
      state.texts = input.texts
      state.tokens += vectors.tokens
      state.truncated += vectors.truncated
      state.encoded += vectors.encoded
      // The hash of the input includes rows that wait in the queue, so that only a state without such rows can be
      // resumed.
      if queue.count == 0 {
        try StageClock.time(.writing) { () throws(ExportError) in try sink.commit(state) }
        committed = state.rows
      }
      report.add(state)
      report.fraction = fraction
    }
    guard state.rows > 0 || input.isPart else { throw .noRows(file: input.name) }
    description.rows = state.rows
    try StageClock.time(.writing) { () throws(ExportError) in try sink.finish(description, state) }
    report.seconds = Self.seconds(since: start)
    return report
  }

  /// The description of vectors with such columns, without the number of rows.
  func description(of columns: ExportColumns) -> VectorDescription {
    var description = VectorDescription(
      format: options.format.rawValue, model: options.model, embedder: embedder, element: options.element,
      columns: columns)
    description.words = options.words
    description.texts = options.keepsTexts ? true : nil
    description.index = options.index
    description.splitBytes = options.splitBytes
    guard options.format == .pgvector else { return description }
    description.createTable = PGCopyFormat.createTable("vectors", description)
    guard options.words != nil else { return description }
    description.createIndexes = PostgresSearch(description: description, table: .ofFiles).indexes
    return description
  }

  /// The description of an input's vectors before its rows are read.
  func described(_ input: ExportInput) throws(ExportError) -> VectorDescription {
    var description = description(of: input.columns)
    description.firstRow = input.firstRow
    description.ranges = try options.ranges?.ranges(for: description)
    return description
  }

  /// What two runs must have in common to write the same vectors: the description, the part of the input, and a hash of
  /// the vector of a probe. The probe's vector differs with weights, tokenizer and pooling, and with the kernels of
  /// another processor, whose last bits differ.
  func making(_ description: VectorDescription, _ input: ExportInput) throws(ExportError) -> String {
    let texts = embedder.probes
    let probe = try ExportError.translating { () throws(InferenceError) in try embedder.embed(texts) }
    var hash = TextHash.start
    TextHash.add(probe.values.map { String($0.bitPattern, radix: 16) }.joined(separator: " "), to: &hash)
    // The vectors of several probes do not show which text has which vector.
    if texts.count > 1 { TextHash.add(texts.joined(separator: " "), to: &hash) }
    return String(decoding: description.json, as: UTF8.self) + " " + String(hash, radix: 16)
      + (input.shard.map { " rows \($0)" } ?? "") + (input.bytes.map { " bytes \($0)" } ?? "")
  }

  /// The ranges of the first rows of the whole input, whichever shard is written, so that the shards fit together.
  private func ranges(
    _ input: inout ExportInput, _ pending: inout [Example], isCancelled: () -> Bool
  ) throws(ExportError) -> VectorRanges {
    let sample: [Example]
    if let rows = try input.firstRows(window.calibration, bytes: window.bytes) {
      sample = rows
    } else {
      // Rows that are read from a pipe for the ranges wait in the queue.
      while pending.count < window.calibration, let row = try input.next() { pending.append(row.row) }
      sample = pending
    }
    guard !sample.isEmpty else { throw .noRows(file: input.name) }
    let vectors = try ExportError.translating { () throws(InferenceError) in
      try embedder.embed(sample, isCancelled: isCancelled)
    }
    return VectorRanges(of: vectors.values, dimensions: vectors.dimensions)
  }

  private func quantizer(_ ranges: VectorRanges?) -> VectorQuantizer {
    switch options.element {
    case .float32: .float32
    case .int8: ranges.map(VectorQuantizer.int8) ?? .float32
    case .binary: .binary
    }
  }

  private static func text(of row: Example) -> String { row.pair.map { "\(row.text)\n\n\($0)" } ?? row.text }

  private static func ids(
    _ rows: [(row: Example, number: Int)], _ columns: ExportColumns
  ) throws(ExportError) -> [RowID] {
    var ids: [RowID] = []
    for (row, number) in rows { ids.append(try columns.id(of: row, number: number)) }
    return ids
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - start).inSeconds
  }
}

extension ExportReport {
  /// Sets the counts to those of a state.
  fileprivate mutating func add(_ state: ExportState) {
    rows = state.rows
    tokens = state.tokens
    truncated = state.truncated
    encoded = state.encoded
  }
}
