import BertStorage
package import Foundation

/// Files of word vectors in any supported format, plain or compressed with gzip, bzip2 or zstd.
package enum WordVectorFile {
  /// The result of a conversion.
  package struct Conversion: Sendable, Equatable {
    package let format: VectorFileFormat
    package let words: Int
    package let dimensions: Int
    /// Words that were omitted because they are repeated, or are not UTF-8.
    package let repeated: Int
    package let unreadable: Int
    /// Lines of a text that were omitted because their word is blank.
    package var blankWords = 0
    /// A line above the vectors without information, which was skipped.
    package var foreignLine: String?
  }

  /// Opens a file. One in the native format is memory-mapped. For others a converted copy is kept in `cache` and used
  /// the next time; its name depends on the file's path, size and modification time.
  ///
  /// - Parameters:
  ///   - cache: A directory, created if necessary.
  ///   - converted: Called after a conversion.
  /// - Throws: ``VectorFileError``.
  package static func open(
    _ url: URL, cache: URL, converted: ((Conversion) -> Void)? = nil
  ) throws -> WordVectorTable {
    if try format(of: url) == .native { return try WordVectorTable(contentsOf: url) }
    let copy = cache.appendingPathComponent(try cachedName(of: url))
    if FileManager.default.fileExists(atPath: copy.path), let table = try? WordVectorTable(contentsOf: copy) {
      return table
    }
    try VectorFileError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(cache) }
    let report = try convert(url, to: copy)
    converted?(report)
    return try WordVectorTable(contentsOf: copy)
  }

  /// The format of a file, recognized by its content.
  package static func format(of url: URL) throws(VectorFileError) -> VectorFileFormat {
    try VectorFileFormat(of: VectorInput(url))
  }

  /// The start of what a native file that was converted from another says of its origin.
  package static func origin(of url: URL) -> String { "\(url.lastPathComponent), " }

  /// Converts a file to the native format, written aside and then moved into place.
  ///
  /// - Throws: ``VectorFileError``.
  @discardableResult
  package static func convert(_ url: URL, to target: URL) throws -> Conversion {
    let input = try VectorInput(url)
    let format = try VectorFileFormat(of: input)
    var writer = RowWriter(target: target, origin: origin(of: url) + format.rawValue)
    switch format {
    case .native:
      throw VectorFileError(.alreadyNative, file: url.path)
    case .glove, .word2vecText:
      var reader = try TextVectorReader(input)
      try reader.read { try writer.add($0, $1) }
      var report = try writer.finish(format, file: url.path)
      report.blankWords = reader.blankWords
      report.foreignLine = reader.layout.foreignLine
      return report
    case .word2vecBinary: try BinaryVectorReader(input: input).read { try writer.add($0, $1) }
    case .fastText:
      let reader = try FastTextModelReader(input)
      writer.subwords = reader.subwords
      try reader.read({ try writer.add($0, $1) }, part: { try writer.addPart($0) })
    }
    return try writer.finish(format, file: url.path)
  }

  /// `NAME-HASH.safetensors`, which changes with path, size, modification time and the version of the native format.
  private static func cachedName(of url: URL) throws(VectorFileError) -> String {
    var status = stat()
    let path = url.standardizedFileURL.resolvingSymlinksInPath().path
    guard stat(path, &status) == 0 else { throw VectorFileError(.file(.opening(errno)), file: url.path) }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    let key = "\(NativeVectorFile.format)|\(path)|\(status.st_size)|\(time.tv_sec).\(time.tv_nsec)"
    let digits = String(FNV1a.folded(key.utf8), radix: 16)
    let name = url.lastPathComponent.unicodeScalars.prefix(60).map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil) ? String(scalar) : "-"
    }
    return name.joined() + "-" + String(repeating: "0", count: 16 - digits.count) + digits + ".safetensors"
  }
}
