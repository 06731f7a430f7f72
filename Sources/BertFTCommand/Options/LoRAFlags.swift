import ArgumentParser
import BertFT

/// The settings that only `--method lora` has. The library's defaults stand for those that are not given.
struct LoRAFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("For lora: the rank of the updates. (default: \(LoRAOptions().rank))", valueName: "r"))
  var loraRank: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For lora: an update counts this divided by the rank. (default: \(Int(LoRAOptions().alpha)))", valueName: "f"))
  var loraAlpha: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For lora: the weights of each layer with an update: all, attention, or some of q,k,v,o,up,down. (default: all)",
      valueName: "names"))
  var loraTargets: String?

  @Option(
    name: .long,
    help: ArgumentHelp("For lora: also write the adapter alone, in PEFT's files, to this directory.", valueName: "dir"))
  var adapterOut: String?

  /// The first given flag; nil where there is none.
  var firstGiven: String? {
    if loraRank != nil { return "--lora-rank" }
    if loraAlpha != nil { return "--lora-alpha" }
    if loraTargets != nil { return "--lora-targets" }
    return adapterOut == nil ? nil : "--adapter-out"
  }

  /// The library's options; nil where none of them is given.
  ///
  /// - Throws: `TuningError.option` for an unknown target.
  var options: LoRAOptions? {
    get throws {
      guard loraRank != nil || loraAlpha != nil || loraTargets != nil else { return nil }
      var options = LoRAOptions()
      if let loraRank { options.rank = loraRank }
      if let loraAlpha { options.alpha = loraAlpha }
      if let loraTargets { options.targets = try LoRAOptions.targets(parsing: loraTargets) }
      return options
    }
  }
}
