import BertCheckpoint
import BertStorage
import Foundation

/// Files of rows: the vectors, beside them where their form needs it a file of ids and columns and a description.
///
/// They grow in a directory beside their place, with a journal that says up to which byte of each they hold whole rows.
/// What stands behind that byte after a sudden end is cut off. When all rows are there, each is moved into its place in
/// one rename, the vectors last, so that whoever finds the vectors finds all.
final class FileSink: EmbeddingSink {
  private struct Part {
    /// The name in the partial directory.
    let name: String
    let place: URL
    let format: any RowFormat
  }

  private let run: ResumableDirectory<ExportState>
  private let parts: [Part]
  private let descriptionPlace: URL?
  private var files: [String: GrowingFile] = [:]
  let recovered: ExportState?

  var place: String { run.url.relativePath }

  /// - Parameter resumes: Whether an unfinished run is taken up; else it is taken away.
  init(_ target: URL, format: EmbeddingFormat, columns: ExportColumns, resumes: Bool) throws(ExportError) {
    run = try ExportState.directory(for: target)
    var parts = [Part(name: "vectors", place: target, format: Self.rowFormat(format, columns))]
    if !format.holdsColumns, !columns.isEmpty {
      let place = Self.rowsPlace(of: target)
      parts.append(Part(name: "rows", place: place, format: RowLinesFormat(columns: columns.carried)))
    }
    self.parts = parts
    descriptionPlace = format.describesItself ? nil : Self.descriptionPlace(of: target)
    if !resumes { run.empty() }
    recovered = try ExportState.recover(from: run)
    guard let state = recovered, !state.isFinishing else { return }
    for part in parts {
      do {
        try open(part, keeping: state.sizes[part.name] ?? 0)
      } catch .output(let error) where error.isTooShort {
        throw .journalDamaged(path: run.url.relativePath)
      }
    }
  }

  static func rowsPlace(of target: URL) -> URL { URL(fileURLWithPath: target.path + ".rows.jsonl") }
  static func descriptionPlace(of target: URL) -> URL { URL(fileURLWithPath: target.path + ".json") }

  func begin(_ description: VectorDescription) throws(ExportError) {
    run.note(keeping: nil)
    for part in parts {
      try open(part, keeping: 0)
      try write { () throws(FileError) in try files[part.name]?.append(part.format.header(description)) }
    }
  }

  func append(_ batch: EmbeddingBatch) throws(ExportError) {
    for part in parts {
      try write { () throws(FileError) in try files[part.name]?.append(part.format.encode(batch)) }
    }
  }

  func commit(_ state: ExportState) throws(ExportError) {
    var state = state
    for part in parts {
      try write { () throws(FileError) in try files[part.name]?.synchronize() }
      state.sizes[part.name] = files[part.name]?.size ?? 0
    }
    try state.write(to: run)
  }

  func finish(_ description: VectorDescription, _ state: ExportState) throws(ExportError) {
    if !state.isFinishing {
      for part in parts {
        guard let file = files[part.name] else { continue }
        try write { () throws(FileError) in
          try file.append(part.format.trailer)
          try file.overwriteStart(part.format.header(description))
          try file.synchronize()
        }
      }
      var state = state
      state.isFinishing = true
      try state.write(to: run)
    }
    if let descriptionPlace {
      var line = description.json
      line.append(UInt8(ascii: "\n"))
      do {
        try AtomicFile.write(line, to: descriptionPlace)
      } catch {
        throw .output(error)
      }
    }
    for part in parts.reversed() {
      let aside = run.url.appendingPathComponent(part.name)
      // One that is not there was moved by the run that is taken up.
      guard FileManager.default.fileExists(atPath: aside.path) else { continue }
      try write { () throws(FileError) in
        try FileOperations.system.move(aside.path, to: part.place.path)
      }
    }
    run.remove()
  }

  func discard() { run.remove() }

  private func open(_ part: Part, keeping size: Int) throws(ExportError) {
    let path = run.url.appendingPathComponent(part.name).path
    try write { () throws(FileError) in
      files[part.name] = try GrowingFile(at: path, keeping: size, name: part.place.relativePath)
    }
  }

  private func write(_ body: () throws(FileError) -> Void) throws(ExportError) {
    do {
      try body()
    } catch {
      throw .output(error)
    }
  }

  static func rowFormat(_ format: EmbeddingFormat, _ columns: ExportColumns) -> any RowFormat {
    switch format {
    case .npy: NPYFormat()
    case .safetensors: SafetensorsFormat()
    case .jsonl: JSONLinesFormat(columns: columns.carried)
    case .fvecs: VecsFormat()
    case .pgvector, .sqlite: PGCopyFormat()
    }
  }
}

extension FileError {
  /// Whether a file has fewer bytes than its journal says.
  fileprivate var isTooShort: Bool {
    if case .shrunkSinceOpened = fault { true } else { false }
  }
}
