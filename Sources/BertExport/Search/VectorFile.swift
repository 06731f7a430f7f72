import BertCheckpoint
import BertKernels
import BertStorage
import Foundation

/// A memory-mapped file of vectors: a NumPy array, safetensors or fvecs, of this or another program.
struct VectorFile: Sendable {
  /// Where the rows lie in the file.
  struct Place: Sendable {
    var offset: Int
    /// Bytes from one row to the next.
    var stride: Int
    var rows: Int
    var dimensions: Int
    var element: VectorElement
  }

  let url: URL
  let place: Place
  /// The description that is recorded with the vectors; nil where there is none.
  let description: VectorDescription?
  let ranges: VectorRanges?
  private let mapping: MappedFile

  /// Opens a file.
  ///
  /// - Throws: `fileMissing`, `vectors` or `checkpoint`.
  init(_ url: URL) throws(ExportError) {
    self.url = url
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .fileMissing(path: url.relativePath, remedy: "bertft embed writes files of vectors")
    }
    let path = url.relativePath
    mapping = try ExportError.onFiles { () throws(FileError) in try MappedFile(path: url.path) }
    var recorded = try Self.beside(url)
    var stored = recorded?.ranges
    switch EmbeddingFormat(fileExtension: url.pathExtension) {
    case .safetensors: (place, recorded, stored) = try Self.safetensors(url)
    case .fvecs: place = try Self.fvecs(mapping, path)
    case .jsonl, .pgvector, .sqlite, .bulk:
      throw .vectors(
        path: path,
        reason: "search reads npy, safetensors and fvecs; search other formats in the engine that they are made for")
    case .npy, nil: place = try NPYHeader.place(in: mapping, path: path)
    }
    description = recorded
    ranges = stored
    guard place.rows > 0, place.dimensions > 0 else { throw .vectors(path: path, reason: "there are no vectors in it") }
    // The row numbers end before the largest integer.
    let first = description?.firstRow ?? 0
    let isNumbered = first >= 0 && first <= Int.max - place.rows
    if let description,
      description.dimensions != place.dimensions || description.element != place.element || !isNumbered
    {
      throw .vectors(
        path: path, reason: "the file does not fit its description; write both again with bertft embed")
    }
    if place.element == .int8, ranges?.isValid(dimensions: place.dimensions) != true {
      throw .vectors(path: path, reason: "the scale of its int8 values is not recorded with it")
    }
  }

  /// Calls `body` with the rows.
  ///
  /// - Throws: `vectors` for a file that ends before its last row.
  func withRows<Value>(_ body: (ScanRows) -> Value) throws(ExportError) -> Value {
    let width = place.element.bytes(dimensions: place.dimensions)
    let value = try mapping.withBytes(0..<mapping.size) { bytes throws(ExportError) in
      ScanRows(bytes, offset: place.offset, stride: place.stride, width: width, count: place.rows).map(body)
    }
    guard let value else {
      throw .vectors(path: url.relativePath, reason: "the file ends before its last row; write it again")
    }
    return value
  }

  /// The ids and columns of rows: for each the members of a JSON object, the id first, without its braces.
  ///
  /// - Throws: `vectors` if they are missing or incomplete; `file`.
  func members(of rows: [Int]) throws(ExportError) -> [String] {
    if let lines = try RowLines.lines(of: rows, beside: url) {
      return rows.map { row in
        let line = lines[row] ?? "{}"
        return String(line.dropFirst().dropLast())
      }
    }
    let first: Int
    switch description {
    case .some(let description):
      guard let row = description.firstRow else {
        throw .vectors(
          path: FileSink.rowsPlace(of: url).relativePath,
          reason: "it is missing, and holds the ids of these vectors, which are one part of several; write both again")
      }
      first = row
    case nil: first = 0
    }
    return rows.map { "\"id\":\(first + $0)" }
  }

  /// The description beside a file; nil where there is none.
  ///
  /// - Throws: `vectors` for a file that is not a description.
  static func beside(_ url: URL) throws(ExportError) -> VectorDescription? {
    let place = FileSink.descriptionPlace(of: url)
    guard let data = try? Data(contentsOf: place) else { return nil }
    guard let description = try? JSONDecoder().decode(VectorDescription.self, from: data) else {
      throw .vectors(
        path: place.relativePath, reason: "this is not a description of vectors; delete it, or write it again")
    }
    return description
  }

  private static func safetensors(
    _ url: URL
  ) throws(ExportError) -> (Place, VectorDescription?, VectorRanges?) {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(contentsOf: url)
    } catch {
      throw .checkpoint(error)
    }
    let path = url.relativePath
    guard let tensor = file["embeddings"] ?? (file.tensors.count == 1 ? file.tensors.first : nil),
      tensor.shape.count == 2
    else { throw .vectors(path: path, reason: "there is no tensor 'embeddings' of two dimensions in it") }
    let element: VectorElement
    switch tensor.type {
    case .f32: element = .float32
    case .i8: element = .int8
    case .u8: element = .binary
    default:
      throw .vectors(path: path, reason: "search reads F32, I8 and U8, and the tensor is \(tensor.type.rawValue)")
    }
    let columns = tensor.shape[1]
    guard columns < 1 << 24 else {
      throw .vectors(path: path, reason: "its rows have \(Counted(columns, "value")), and search reads fewer than 2^24")
    }
    let place = Place(
      offset: tensor.byteRange.lowerBound, stride: columns * (element == .float32 ? 4 : 1), rows: tensor.shape[0],
      dimensions: element == .binary ? columns * 8 : columns, element: element)
    let description = file.metadata[SafetensorsFormat.metadataKey].flatMap {
      try? JSONDecoder().decode(VectorDescription.self, from: Data($0.utf8))
    }
    var ranges: VectorRanges?
    if file["ranges"] != nil {
      do {
        let values = try file.floats(of: "ranges"), half = values.count / 2
        ranges = VectorRanges(minimum: Array(values[..<half]), maximum: Array(values[half...]))
      } catch {
        throw .checkpoint(error)
      }
    }
    return (place, description, ranges)
  }

  private static func fvecs(_ mapping: MappedFile, _ path: String) throws(ExportError) -> Place {
    let dimensions = try number(in: mapping, at: 0) ?? 0
    let stride = 4 + 4 * dimensions
    guard (1...1 << 24).contains(dimensions), mapping.size.isMultiple(of: stride) else {
      throw .vectors(
        path: path, reason: "this is not a file of fvecs: its size does not fit its first row's dimensions")
    }
    let rows = mapping.size / stride
    // Each row states its number of dimensions, which must be the same for all. In a file whose rows are displaced, one
    // of the first thousand or the last row shows it.
    for row in Array(0..<min(rows, 1000)) + [rows - 1] {
      guard let found = try number(in: mapping, at: row * stride), found != dimensions else { continue }
      throw .vectors(
        path: path,
        reason: "row \(row), counted from 0, states \(Counted(found, "dimension")), and the first \(dimensions)")
    }
    return Place(offset: 4, stride: stride, rows: rows, dimensions: dimensions, element: .float32)
  }

  /// A little-endian number of four bytes; nil where the file ends before.
  private static func number(in mapping: MappedFile, at offset: Int) throws(ExportError) -> Int? {
    guard offset + 4 <= mapping.size else { return nil }
    return try mapping.withBytes(offset..<offset + 4) { bytes throws(ExportError) in
      bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }
}
