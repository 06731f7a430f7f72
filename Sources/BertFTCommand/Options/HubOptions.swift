import ArgumentParser
import BertFT
import Foundation

/// Where models and corpora come from.
struct HubOptions: ParsableArguments {
  @Flag(name: .long, help: "Never connect; use only what is on this machine.")
  var offline = false

  /// The hub with this option and the settings of the environment.
  func hub() -> Hub {
    var configuration = HubConfiguration.fromEnvironment(ProcessInfo.processInfo.environment)
    if offline { configuration.offline = true }
    return Hub(configuration: configuration)
  }
}
