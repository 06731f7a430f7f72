import BertStorage

extension PEFTAdapter {
  /// Settings that do not change what is computed, or that are checked one by one.
  private static let known: Set<String> = [
    "peft_type", "auto_mapping", "peft_version", "base_model_name_or_path", "revision", "task_type", "inference_mode",
    "r", "target_modules", "exclude_modules", "lora_alpha", "lora_dropout", "fan_in_fan_out", "bias", "use_rslora",
    "modules_to_save", "init_lora_weights", "layers_to_transform", "layers_pattern", "megatron_core", "eva_config",
    "qalora_group_size",
  ]
  /// Initializations that leave the base model's weights unchanged.
  private static let plainInitializations = ["gaussian", "eva", "orthogonal"]

  /// The setting that makes the adapter more than low-rank updates and `modules_to_save`; nil where there is none.
  static func obstacle(_ settings: JSONValue, _ keys: [String]) -> String? {
    guard settings["peft_type"]?.string == "LORA" else {
      return "peft_type is \(settings["peft_type"]?.string ?? "absent"), and only LORA is read"
    }
    if let bias = settings["bias"]?.string, bias != "none" { return "bias is \(bias), and only none is read" }
    if let name = settings["init_lora_weights"]?.string, !plainInitializations.contains(name) {
      return "init_lora_weights is \(name), which changes the base model's weights"
    }
    let other = keys.first { key in !known.contains(key) && !(settings[key].map(isNeutral) ?? true) }
    return other.map { "\($0) is set, which is not read" }
  }

  private static func isNeutral(_ value: JSONValue) -> Bool {
    if let elements = value.elements { return elements.isEmpty }
    if let members = value.members { return members.isEmpty }
    return value.bool == false
  }
}
