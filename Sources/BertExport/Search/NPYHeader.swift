import BertStorage
import Foundation

/// The header of a NumPy array (NEP 1, versions 1 to 3), as far as vectors need it.
enum NPYHeader {
  /// Where the rows of an array lie.
  ///
  /// - Throws: `vectors` for anything but an array of two dimensions in C order, of float32, int8 or uint8.
  static func place(in mapping: MappedFile, path: String) throws(ExportError) -> VectorFile.Place {
    // NumPy writes headers of a few hundred bytes; version 1 allows 64 KB, and later versions more.
    let start = try mapping.withBytes(0..<min(mapping.size, 1 << 17)) { bytes throws(ExportError) in Array(bytes) }
    guard start.count > 12, start.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw .vectors(path: path, reason: "this is not a NumPy array; give an .npy, .safetensors or .fvecs file")
    }
    let begin = start[6] == 1 ? 10 : 12
    let length = start[8..<begin].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard begin + length <= start.count else {
      throw .vectors(path: path, reason: "its header is longer than 128 KB or than the file")
    }
    let text = String(decoding: start[begin..<begin + length], as: UTF8.self)
    guard let type = value("descr", text), let order = value("fortran_order", text), let shape = value("shape", text)
    else { throw .vectors(path: path, reason: "its header cannot be read") }
    let extents = shape.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard extents.count == 2, let rows = extents[0], let columns = extents[1], rows >= 0, columns > 0,
      columns < 1 << 24, rows < 1 << 40, order == "False"
    else { throw .vectors(path: path, reason: "it must have two dimensions, in C order; its shape is (\(shape))") }
    let element: VectorElement
    switch type {
    case "<f4": element = .float32
    case "|i1": element = .int8
    case "|u1": element = .binary
    default:
      throw .vectors(path: path, reason: "search reads float32, int8 and packed bits in uint8, and this is '\(type)'")
    }
    return VectorFile.Place(
      offset: begin + length, stride: columns * (element == .float32 ? 4 : 1), rows: rows,
      dimensions: element == .binary ? columns * 8 : columns, element: element)
  }

  /// The value of a key of the header's dictionary, without quotes or parentheses.
  private static func value(_ key: String, _ text: String) -> String? {
    guard let name = text.range(of: "'\(key)':") else { return nil }
    let rest = text[name.upperBound...].drop { $0 == " " }
    switch rest.first {
    case "'": return rest.dropFirst().split(separator: "'", omittingEmptySubsequences: false).first.map(String.init)
    case "(": return rest.dropFirst().split(separator: ")", omittingEmptySubsequences: false).first.map(String.init)
    default:
      return rest.split(whereSeparator: { $0 == "," || $0 == "}" }).first?.trimmingCharacters(in: .whitespaces)
    }
  }
}
