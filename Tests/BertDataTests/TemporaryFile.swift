import BertData
import Foundation

/// Writes bytes to a file of its own, runs the body with it, and removes it.
func withFile<Result>(
  _ bytes: [UInt8], _ ending: String = "csv", _ body: (DataSource) throws -> Result
) throws -> Result {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-\(UUID().uuidString).\(ending)")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(.file(url))
}

/// Reads a text as a data file.
func dataset(_ text: String, _ ending: String = "csv", _ options: ReadingOptions = .init()) throws -> Dataset {
  try dataset(Array(text.utf8), ending, options)
}

/// Reads bytes as a data file.
func dataset(_ bytes: [UInt8], _ ending: String = "csv", _ options: ReadingOptions = .init()) throws -> Dataset {
  try withFile(bytes, ending) { try DatasetReader.read($0, options: options) }
}

/// The error that reading gives, or nil.
func failure(_ text: String, _ ending: String = "csv", _ options: ReadingOptions = .init()) throws -> DataError? {
  try failure(Array(text.utf8), ending, options)
}

/// The error that reading gives, or nil.
func failure(_ bytes: [UInt8], _ ending: String = "csv", _ options: ReadingOptions = .init()) throws -> DataError? {
  do {
    _ = try dataset(bytes, ending, options)
    return nil
  } catch let error as DataError {
    return error
  }
}

/// The rows that a stream gives.
func streamed(_ source: DataSource, _ options: ReadingOptions) throws -> [Example] {
  var stream = try DatasetReader.stream(source, options: options)
  var rows: [Example] = []
  while let row = try stream.next() { rows.append(row) }
  return rows
}
