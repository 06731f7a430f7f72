import BertEncoder
import BertFT
import BertKernels
import BertStorage
import Foundation

/// How fast a machine computes encoders: measured once, and kept in the cache for each processor.
struct MachineSpeed: Codable, Equatable {
  /// What the processor is called.
  let processor: String
  /// The threads that computed.
  let threads: Int
  /// The release that computed.
  let release: String
  /// What floats were computed in; nil for fp32.
  let precision: Precision?
  let multiplyAddsPerSecond: Double

  /// What the cache holds: a machine of each processor, of each number of threads, in each precision.
  private struct Kept: Codable {
    var machines: [MachineSpeed]
  }

  /// The speed of this machine: that which is kept, else one that is measured now, which takes about half a second.
  ///
  /// - Parameters:
  ///   - cache: Our own cache's directory.
  ///   - precision: What floats are computed in; nil for fp32.
  ///   - isMeasuredAnew: Whether what is kept counts for nothing.
  /// - Returns: nil on a processor that the kernels cannot run on.
  static func known(
    in cache: URL, precision: Precision? = nil, isMeasuredAnew: Bool, console: Console
  ) -> MachineSpeed? {
    guard Processor.isSupported else { return nil }
    let file = cache.appendingPathComponent("machines.json")
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let precision = precision == .fp32 ? nil : precision
    func isThisMachine(_ speed: MachineSpeed) -> Bool {
      speed.processor == ProcessorName.current && speed.threads == threads && speed.release == Version.current
        && speed.precision == precision && speed.multiplyAddsPerSecond.isFinite && speed.multiplyAddsPerSecond > 0
    }
    // A file that cannot be read is as good as none: it is written anew.
    var kept = (try? JSONDecoder().decode(Kept.self, from: Data(contentsOf: file))) ?? Kept(machines: [])
    if !isMeasuredAnew, let speed = kept.machines.first(where: isThisMachine) { return speed }
    let speed = MachineSpeed(
      processor: ProcessorName.current, threads: threads, release: Version.current, precision: precision,
      multiplyAddsPerSecond: TransformerEncoder.multiplyAddsPerSecond(
        Compute(threads: threads, factors: precision?.factors ?? .float32)))
    kept.machines.removeAll {
      $0.processor == speed.processor && $0.threads == threads && $0.precision == precision
    }
    kept.machines.append(speed)
    do throws(FileError) {
      try FileSystem.makeDirectory(cache)
      try JSONFile.write(kept, .pretty, to: file)
    } catch {
      console.warn("the speed of this machine is not kept for the next time: \(error)")
    }
    return speed
  }

  /// Tokens of texts of ``ModelShape/referenceLength`` tokens that an encoder takes in a second, roughly.
  func tokensPerSecond(_ shape: ModelShape) -> Double { multiplyAddsPerSecond / Double(shape.multiplyAddsPerToken) }
}
