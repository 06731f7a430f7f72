import BertFT
import BertKernels

/// Notes once how much faster `--precision bf16` would make a run in fp32, where the processor has a unit for it and
/// the run is long enough to matter.
final class PrecisionHint {
  private let console: Console
  private let hub: HubOptions
  private var isDone: Bool

  /// - Parameters:
  ///   - console: Where the note goes. With a quiet console nothing is measured.
  ///   - hub: The options that say where the machine's speed is cached.
  ///   - precision: The precision of the run; nil for fp32.
  init(_ console: Console, hub: HubOptions, precision: Precision?) {
    self.console = console
    self.hub = hub
    isDone = console.isQuiet || precision ?? .fp32 != .fp32 || !FactorFormat.bfloat16.hasUnit
  }

  /// The shortest run that is worth a note, in seconds.
  private static let shortest = 20.0
  /// The smallest ratio of speeds that is worth a note.
  private static let smallest = 1.15

  /// Writes the note where the run is long enough. Speeds that are not in the cache are measured, which takes a second.
  ///
  /// - Parameter seconds: How long the run takes, or took.
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
