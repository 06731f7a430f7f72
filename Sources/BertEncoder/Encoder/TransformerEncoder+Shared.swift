package import BertCheckpoint
package import BertKernels
import Foundation
import Synchronization

extension TransformerEncoder {
  /// An encoder ready for inference: one that is in use already for the same files, or a new one.
  ///
  /// All classifiers and embedders that a program opens on one model share its packed weights, which are released with
  /// the last of them. Such an encoder must not be changed. Several threads may run it, each with a ``Compute`` of its
  /// own.
  ///
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package static func shared(
    checkpoint: Checkpoint, configuration: EncoderConfiguration, precision: Precision, compute: Compute
  ) throws(ModelError) -> TransformerEncoder {
    let key = SharedEncoders.Key(checkpoint, configuration, precision, compute)
    return try SharedEncoders.all.encoder(key) { () throws(ModelError) in
      let encoder = try TransformerEncoder(checkpoint: checkpoint, configuration: configuration)
      encoder.prepareForInference(compute, precision: precision)
      return encoder
    }
  }
}

extension SequenceClassifier {
  /// A classifier ready for inference, which shares its encoder with all others on the same files.
  ///
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package static func shared(
    checkpoint: Checkpoint, configuration: EncoderConfiguration, classes: Int, head kind: HeadKind = .sequence,
    precision: Precision, compute: Compute
  ) throws(ModelError) -> SequenceClassifier {
    let names = try CheckpointNames(checkpoint, configuration: configuration, classes: classes, head: kind)
    try names.requireEncoder(of: checkpoint)
    // Parameters that the checkpoint lacks are initialized, so such a model has an encoder of its own.
    guard names.fresh.isEmpty else {
      let model = try SequenceClassifier(
        checkpoint: checkpoint, configuration: configuration, classes: classes, seed: 0, head: kind)
      model.prepareForInference(compute, precision: precision)
      return model
    }
    let encoder = try TransformerEncoder.shared(
      checkpoint: checkpoint, configuration: configuration, precision: precision, compute: compute)
    let head = kind.head(configuration, on: encoder, classes: classes)
    try names.load(head.blocks.flatMap(\.parameters), of: checkpoint)
    for linear in head.linears { linear.prepareForInference(compute) }
    return SequenceClassifier(encoder, head, kind, classes: classes, freshParameters: [])
  }
}

/// The encoders that are in use for inference, by the files that they were read from.
private final class SharedEncoders: Sendable {
  static let all = SharedEncoders()

  /// Encoders with equal keys are interchangeable.
  struct Key: Equatable {
    private let files: [FileIdentity]
    private let configuration: EncoderConfiguration
    private let precision: Precision
    /// Weights are packed for one kernel and in one format.
    private let kernels: [String]

    init(_ checkpoint: Checkpoint, _ configuration: EncoderConfiguration, _ precision: Precision, _ compute: Compute) {
      files = checkpoint.files.map { FileIdentity($0.url) }
      self.configuration = configuration
      self.precision = precision
      kernels = [compute.kernel.name, compute.quantizedKernel.name, "\(compute.factors)", compute.bfloat16Kernel.name]
    }
  }

  private struct Entry: @unchecked Sendable {
    // Unchecked because the encoder is a class without synchronization; in this table it is only read.
    weak var encoder: TransformerEncoder?
  }
  private struct Found: @unchecked Sendable {
    let encoder: TransformerEncoder
  }

  private let entries = Mutex<[(key: Key, entry: Entry)]>([])

  func encoder(
    _ key: Key, _ make: () throws(ModelError) -> TransformerEncoder
  ) throws(ModelError) -> TransformerEncoder {
    try entries.withLock { (entries) throws(ModelError) -> Found in
      entries.removeAll { $0.entry.encoder == nil }
      if let encoder = entries.first(where: { $0.key == key })?.entry.encoder { return Found(encoder: encoder) }
      let encoder = try make()
      entries.append((key, Entry(encoder: encoder)))
      return Found(encoder: encoder)
    }.encoder
  }
}

/// Identifies a file and its state: a file that replaces another at the same path is not equal to it.
private struct FileIdentity: Equatable {
  private let path: String
  private let device: UInt64
  private let number: UInt64
  private let size: Int64
  private let changed: [Int]

  init(_ url: URL) {
    path = url.resolvingSymlinksInPath().path
    var status = stat()
    guard stat(path, &status) == 0 else {
      // The file does not exist any more: equal to no other.
      (device, number, size, changed) = (0, UInt64.random(in: 0 ... .max), -1, [])
      return
    }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    #if canImport(Darwin)
      changed = [status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec]
    #else
      changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    #endif
  }
}
