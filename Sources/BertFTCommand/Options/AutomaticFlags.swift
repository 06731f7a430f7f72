import ArgumentParser
import BertFT

/// How long `--method auto` may try methods.
struct AutomaticFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method auto: how long trials and training may take together, such as 90s, 10m or 1h30m. What is forecast to take longer is not tried. (default: no limit)",
      valueName: "time"))
  var time: TimeSpan?

  /// Refuses a time limit for a method without trials.
  ///
  /// - Throws: `ValidationError`.
  func check(_ method: TrainingMethod) throws {
    guard time == nil || method == .auto else {
      throw ValidationError(
        "--time is for --method auto, which tries methods; \(method.rawValue) takes as long as it takes")
    }
  }
}
