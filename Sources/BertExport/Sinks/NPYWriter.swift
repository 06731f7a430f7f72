import BertCheckpoint

/// Writes vectors as a NumPy array while they come: `float32`, `[rows, dimensions]`, C order.
///
/// The format (NEP 1) states the shape in front of the values, and the number of rows is known only at the end. So the
/// header is as long as the longest number needs, padded with spaces as NumPy's own is, and is written again at the end.
package struct NPYWriter: ~Copyable {
  private let file: AsideFile
  private let dimensions: Int
  private var rows = 0

  private init(_ file: consuming AsideFile, dimensions: Int) {
    self.file = file
    self.dimensions = dimensions
  }

  /// Begins a file beside its target; it takes the target's place with ``finish()``.
  static func begin(at path: String, dimensions: Int) throws(ExportError) -> NPYWriter {
    do {
      let file = try AsideFile(for: path)
      try file.append(header(rows: 0, dimensions: dimensions))
      return NPYWriter(file, dimensions: dimensions)
    } catch {
      throw .output(error)
    }
  }

  /// Appends whole rows.
  mutating func append(_ values: [Float]) throws(ExportError) {
    do {
      try file.append(values)
    } catch {
      throw .output(error)
    }
    rows += values.count / dimensions
  }

  /// States the number of rows and moves the file into place.
  consuming func finish() throws(ExportError) {
    do {
      try file.overwriteStart(Self.header(rows: rows, dimensions: dimensions))
      try file.finish()
    } catch {
      throw .output(error)
    }
  }

  /// Version 1.0: magic, version, the length of what follows, a Python dictionary, spaces up to a multiple of 64 bytes.
  package static func header(rows: Int, dimensions: Int) -> [UInt8] {
    let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(dimensions)), }"
    // 128 bytes hold the dictionary with two numbers of 19 digits each.
    let length = 128 - 10
    let padding = String(repeating: " ", count: length - 1 - dictionary.utf8.count)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
      + Array((dictionary + padding + "\n").utf8)
  }
}
