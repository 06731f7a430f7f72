import BertCheckpoint
import BertStorage
import Foundation

/// Files of rows: the vectors and, if their format needs them, a file of ids and columns and a description beside them.
///
/// The files grow in a directory beside their target, with a journal of the valid size of each: the bytes of whole
/// rows. After a sudden end, each file is truncated to that size. When all rows are written, earlier vectors are moved
/// away, and each file is moved to its target in one rename, the vectors last, so that a program that finds the vectors
/// finds all files of one export. If a sudden end interrupts the moves, the next run completes them, whatever it
/// writes.
final class FileSink: EmbeddingSink {
  private struct Part {
    /// The name in the partial directory.
    let name: String
    let place: URL
    let format: any RowFormat
  }

  private let run: ResumableDirectory<ExportState>
  private let parts: [Part]
  private let target: URL
  private let format: EmbeddingFormat
  private let descriptionPlace: URL?
  private static let descriptionName = "description"
  private var files: [String: GrowingFile] = [:]
  let recovered: ExportState?

  var place: String { run.url.relativePath }
  var isWhole: Bool { true }

  /// - Parameters:
  ///   - target: The file of the vectors.
  ///   - format: The format of the vectors.
  ///   - rowFormat: How rows are written in that format.
  ///   - columns: The columns that are copied.
  ///   - keepsTexts: Whether the file of ids and columns has the texts too.
  ///   - resumes: Whether an unfinished run is resumed; otherwise it is deleted.
  /// - Throws: `outputBusy`, `journalDamaged`, `output`, `file`.
  init(
    _ target: URL, format: EmbeddingFormat, rowFormat: any RowFormat, columns: ExportColumns, keepsTexts: Bool,
    resumes: Bool
  ) throws(ExportError) {
    self.target = target
    self.format = format
    let run = try ExportState.directory(for: target)
    self.run = run
    var parts = [Part(name: "vectors", place: target, format: rowFormat)]
    if !format.holdsColumns, keepsTexts || !columns.isEmpty {
      let place = Self.rowsPlace(of: target)
      parts.append(
        Part(name: "rows", place: place, format: RowLinesFormat(columns: columns.carried, keepsTexts: keepsTexts)))
    }
    self.parts = parts
    let (rowsPlace, place) = (Self.rowsPlace(of: target), Self.descriptionPlace(of: target))
    descriptionPlace = format.describesItself ? nil : place
    for companion in [rowsPlace, place] where !Self.isOurs(companion) {
      throw .output(FileError(.notOurs, companion.relativePath))
    }
    if !resumes {
      if case .state(let state) = try ExportError.onFiles({ () throws(FileError) in try run.read() }), state.isFinishing
      {
        try Self.moveAll(in: run, to: target)
      }
      run.empty()
    }
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

  /// Whether the path of a file beside vectors is free, or has such a file, which may be replaced.
  private static func isOurs(_ url: URL) -> Bool {
    guard let size = FileSystem.size(of: url) else { return !FileManager.default.fileExists(atPath: url.path) }
    if size == 0 { return true }
    if url.pathExtension == "jsonl" {
      let start = Array(#"{"id":"#.utf8)
      let found = try? MappedFile(path: url.path).withBytes(0..<min(size, start.count)) { Array($0) }
      return found == start
    }
    return (try? JSONDecoder().decode(VectorDescription.self, from: Data(contentsOf: url))) != nil
  }

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
        let header = part.format.header(description)
        guard try holds(state.rows, part, description, file.size - header.count) else {
          throw .journalDamaged(path: run.url.relativePath)
        }
        try write { () throws(FileError) in
          try file.append(part.format.trailer)
          try file.overwriteStart(header)
          try file.synchronize()
        }
      }
      try write { () throws(FileError) in
        let line = description.json + Data("\n".utf8)
        try AtomicFile.write(line, to: run.url.appendingPathComponent(Self.descriptionName))
      }
      var state = state
      state.isFinishing = true
      state.companions = parts.dropFirst().map(\.name) + (descriptionPlace == nil ? [] : [Self.descriptionName])
      try state.write(to: run)
    }
    if format == .bulk { try IndexMapping.write(description, for: target, isDirectory: false) }
    try Self.moveAll(in: run, to: parts[0].place)
    run.remove()
  }

  /// Whether a file has as many rows as the journal says. A file that this run wrote from its start has them.
  private func holds(
    _ rows: Int, _ part: Part, _ description: VectorDescription, _ size: Int
  ) throws(ExportError) -> Bool {
    guard recovered != nil else { return true }
    switch part.format.size(of: rows, description) {
    case .unknown: return true
    case .bytes(let bytes): return bytes == size
    case .lines(let lines):
      let path = run.url.appendingPathComponent(part.name).path
      return try ExportError.onFiles { () throws(FileError) in
        try MappedFile(path: path).withBytes(0..<size) { $0.count { $0 == UInt8(ascii: "\n") } } == lines
      }
    }
  }

  /// Moves the files of a complete export that were not moved yet to their targets.
  private static func moveAll(in run: ResumableDirectory<ExportState>, to target: URL) throws(ExportError) {
    guard case .state(let state) = try ExportError.onFiles({ () throws(FileError) in try run.read() }) else { return }
    func aside(_ name: String) -> String { run.url.appendingPathComponent(name).path }
    func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    do throws(FileError) {
      // The vectors are moved last: if they are not here, all files have been moved.
      guard isThere(aside("vectors")) else { return }
      let places = ["rows": rowsPlace(of: target), descriptionName: descriptionPlace(of: target)]
      if places.values.contains(where: { isThere($0.path) }), isThere(target.path) {
        try FileOperations.system.move(target.path, to: aside("replaced"))
      }
      for (name, place) in places.sorted(by: { $0.key < $1.key }) {
        if isThere(aside(name)), state.companions?.contains(name) ?? true {
          try FileOperations.system.move(aside(name), to: place.path)
        } else if state.companions?.contains(name) == false {
          FileSystem.discard(place)
        }
      }
      try FileOperations.system.move(aside("vectors"), to: target.path)
    } catch {
      throw .output(error)
    }
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
}

extension FileError {
  /// Whether the error is that a file has fewer bytes than its journal says.
  var isTooShort: Bool {
    if case .shrunkSinceOpened = fault { true } else { false }
  }
}
