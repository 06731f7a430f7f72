import BertEncoder
import BertKernels
import BertStorage
import Foundation

/// Everything but the text that a vector depends on, as lines of `name: value`. Vectors of one space are comparable.
struct FeatureSpace {
  private(set) var lines: [String] = []

  mutating func add(_ name: String, _ value: String) { lines.append("\(name): \(value)") }

  /// Adds the content of all files of a folder.
  ///
  /// - Throws: `file`.
  mutating func add(_ name: String, filesOf folder: URL) throws(InferenceError) {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for file in files.sorted() {
      add("\(name) \(file)", try PretrainedModel.digest(of: folder.appendingPathComponent(file)))
    }
  }

  /// The name of the space's directory: the SHA-256 of the lines.
  var name: String { FileDigest.sha256(of: Data(lines.joined(separator: "\n").utf8)) }
}

extension FeatureSpace {
  /// Adds what computes the vectors.
  mutating func add(program cache: FeatureCache, _ compute: Compute, precision: Precision) {
    add("program", cache.program)
    add("kernel", "\(compute.kernel.name) \(compute.quantizedKernel.name)")
    add("precision", precision.rawValue)
    // Each matrix unit sums in an order of its own.
    if precision == .bf16 { add("unit", compute.bfloat16Kernel.name) }
  }

  /// Adds an encoder by the values of its weights, so that models with the same encoder share the space, whatever their
  /// heads and files.
  mutating func add(_ configuration: EncoderConfiguration, weights: [Parameter]) {
    add("configuration", "\(configuration)")
    for parameter in weights {
      let digest = parameter.fileValues.withUnsafeBytes { FileDigest.sha256Bytes(of: $0) }
      add("weights \(parameter.name)", FileDigest.hexadecimal(digest))
    }
  }
}

extension PretrainedModel {
  static func digest(of file: URL) throws(InferenceError) -> String {
    try InferenceError.onFiles { () throws(FileError) in try FileDigest.sha256(of: file) }
  }
}
