import BertFT
import BertKernels

/// Tells once what `--precision bf16` would bring to a run that computes in fp32, where the processor has a unit for it
/// and the run is long enough to matter.
final class PrecisionHint {
  private let console: Console
  private let hub: HubOptions
  private var isDone: Bool

  /// - Parameters:
  ///   - console: Where it is told. A quiet one is told nothing, and nothing is measured for it.
  ///   - hub: Says where the speed of the machine is kept.
  ///   - precision: What the run computes in; nil for fp32.
  init(_ console: Console, hub: HubOptions, precision: Precision?) {
    self.console = console
    self.hub = hub
    isDone = console.isQuiet || precision ?? .fp32 != .fp32 || !FactorFormat.bfloat16.hasUnit
  }

  /// Seconds of a run below which nothing is told.
  private static let shortest = 20.0
  /// A gain below which another run of the command is not worth it.
  private static let smallest = 1.15

  /// Tells it where the run is expected to take long enough. The speeds are those that the cache keeps; where it does not,
  /// they are measured, which takes a second.
  func tell(expecting seconds: Double) {
    guard !isDone, seconds > Self.shortest else { return }
    isDone = true
    let cache = hub.hub().configuration.cacheDirectory
    func speed(_ precision: Precision) -> Double? {
      MachineSpeed.known(in: cache, precision: precision, isMeasuredAnew: false, console: console)?
        .multiplyAddsPerSecond
    }
    let speeds = StageClock.time(.planning) { (plain: speed(.fp32), rounded: speed(.bf16)) }
    guard let plain = speeds.plain, let rounded = speeds.rounded, rounded > Self.smallest * plain else { return }
    console.note(
      "--precision bf16 would be faster: an encoder computes \(Figures.fixed(rounded / plain, 1)) times as much in a "
        + "second, as measured on this machine")
  }
}
