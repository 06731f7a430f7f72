import BertKernels
import BertStorage
import Foundation

/// Everything but the text that a vector depends on, as lines of `name: value`. Vectors of one space can be compared.
struct FeatureSpace {
  private(set) var lines: [String] = []

  /// The space of vectors that a program and its kernels compute.
  ///
  /// - Parameter kind: What is done with the token states.
  init(_ kind: String, of cache: FeatureCache, _ compute: Compute) {
    add("vectors", kind)
    add("program", cache.program)
    add("kernel", "\(compute.kernel.name) \(compute.quantizedKernel.name)")
  }

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

extension PretrainedModel {
  /// The space of what comes out of this encoder.
  ///
  /// - Parameter kind: What is done with the token states.
  /// - Throws: `file`.
  func featureSpace(_ kind: String, of cache: FeatureCache, _ compute: Compute) throws(InferenceError) -> FeatureSpace {
    var space = FeatureSpace(kind, of: cache, compute)
    space.add("configuration", document.line)
    space.add("weights", try weightsDigest())
    // Updates beside the weights are scaled by what stands in the settings.
    let adapter = url.appendingPathComponent("adapter_config.json")
    if FileSystem.size(of: adapter) != nil { space.add("adapter", try Self.digest(of: adapter)) }
    return space
  }

  static func digest(of file: URL) throws(InferenceError) -> String {
    try InferenceError.onFiles { () throws(FileError) in try FileDigest.sha256(of: file) }
  }
}
