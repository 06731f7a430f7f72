import BertInference
package import BertStorage
package import Foundation

/// What an earlier run left at the place of an output, as far as its record tells what it was made of.
package enum EarlierOutput: Equatable {
  /// A bundle, whose record is a file of its own.
  case bundle
  /// An encoder that learnt from texts or pairs, or a student of one: the name of the model that it is made of, and the
  /// SHA-256 over the texts; nil where the record cannot be read.
  case encoder(source: String?, texts: String?)
  /// A table of token vectors.
  case table
  /// A model without a bundle's record, with int8 weights.
  case rounded

  /// Looks at a directory; nil where it holds nothing of these.
  package init?(at url: URL) {
    func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
    }
    if ClassifierBundle.exists(at: url) {
      self = .bundle
      return
    }
    for name in [EncoderWriter.recordName, DistillationRecord.name] where exists(name) {
      let record = Self.document(url.appendingPathComponent(name))
      self = Self.encoder(record)
      return
    }
    guard let configuration = Self.document(url.appendingPathComponent("config.json")) else { return nil }
    if configuration["model_type"]?.string == "model2vec" {
      self = .table
    } else if configuration["quantization_config"]?["quant_method"]?.string == QuantizedFiles.methodName {
      self = .rounded
    } else {
      return nil
    }
  }

  /// The same of a record, as ``DistillationRecord`` in a bundle too.
  package static func encoder(_ record: JSONValue?) -> EarlierOutput {
    let source = record?["encoder"] ?? record?["teacher"], texts = record?["texts_sha256"] ?? record?["pairs_sha256"]
    return .encoder(source: source?.string, texts: texts?.string)
  }

  private static func document(_ file: URL) -> JSONValue? {
    guard let data = try? FileSystem.read(file) else { return nil }
    return try? JSONValue(parsing: Array(data))
  }
}
