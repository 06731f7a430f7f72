import BertStorage

extension PEFTAdapter {
  /// Settings that say nothing about what is computed, or that are looked at one by one.
  private static let known: Set<String> = [
    "peft_type", "auto_mapping", "peft_version", "base_model_name_or_path", "revision", "task_type", "inference_mode",
    "r", "target_modules", "exclude_modules", "lora_alpha", "lora_dropout", "fan_in_fan_out", "bias", "use_rslora",
    "modules_to_save", "init_lora_weights", "layers_to_transform", "layers_pattern", "megatron_core", "eva_config",
    "qalora_group_size",
  ]
  /// Ways to begin that leave the base model's weights as they are.
  private static let plainBeginnings = ["gaussian", "eva", "orthogonal"]

  /// What makes it more than low-rank updates and modules kept whole; nil where it is that.
  static func obstacle(_ settings: JSONValue, _ keys: [String]) -> String? {
    guard settings["peft_type"]?.string == "LORA" else {
      return "peft_type is \(settings["peft_type"]?.string ?? "absent"), and only LORA is read"
    }
    if let bias = settings["bias"]?.string, bias != "none" { return "bias is \(bias), and only none is read" }
    if let way = settings["init_lora_weights"]?.string, !plainBeginnings.contains(way) {
      return "init_lora_weights is \(way), which changes the base model's weights"
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
