import BertEncoder
import BertKernels
import BertStorage
import Foundation

/// Everything but the text that a vector depends on, as lines of `name: value`. Vectors of one space can be compared.
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

  /// The name of the space's directory, which tells it from all others.
  var name: String { FileDigest.sha256(of: Data(lines.joined(separator: "\n").utf8)) }
}

extension FeatureSpace {
  /// Adds what computes the vectors.
  mutating func add(program cache: FeatureCache, _ compute: Compute, precision: Precision) {
    add("program", cache.program)
    add("kernel", "\(compute.kernel.name) \(compute.quantizedKernel.name)")
    add("precision", precision.rawValue)
    // Units add up in orders of their own.
    if precision == .bf16 { add("unit", compute.bfloat16Kernel.name) }
  }

  /// Adds an encoder by its values, so that models which differ above it alone, or in their files, share the space.
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
