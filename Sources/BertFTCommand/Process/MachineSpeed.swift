import BertEncoder
import BertFT
import BertKernels
import BertStorage
import Foundation

/// How fast a machine computes encoders: measured once for each processor, and kept in the cache.
struct MachineSpeed: Codable, Equatable {
  /// The processor's name.
  let processor: String
  /// How many threads computed.
  let threads: Int
  /// The release of bertft that measured.
  let release: String
  /// The precision that was measured; nil for fp32.
  let precision: Precision?
  let multiplyAddsPerSecond: Double

  /// The file in the cache: one speed for each processor, number of threads and precision.
  private struct Kept: Codable {
    var machines: [MachineSpeed]
  }

  /// The speed of this machine: from the cache, or else measured now, which takes about half a second.
  ///
  /// - Parameters:
  ///   - cache: The directory of bertft's cache.
  ///   - precision: The precision to measure; nil for fp32.
  ///   - isMeasuredAnew: Whether to measure even if the cache has a speed.
  ///   - console: Where a warning goes if the speed cannot be kept.
  /// - Returns: The speed; nil on a processor that the kernels cannot run on.
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
    // A file that cannot be read is replaced.
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

  /// An estimate of the tokens that an encoder reads in a second, in texts of ``ModelShape/referenceLength`` tokens.
  func tokensPerSecond(_ shape: ModelShape) -> Double { multiplyAddsPerSecond / Double(shape.multiplyAddsPerToken) }
}
