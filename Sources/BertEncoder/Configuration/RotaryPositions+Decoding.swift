import Foundation

extension RotaryPositions {
  /// θ and its scaling, as `rope_parameters` of new files says it, or `rope_theta` and `rope_scaling` of older ones.
  ///
  /// Of the ways to go beyond the length of training these are computed: none; `linear`, all frequencies divided by a
  /// factor; `ntk`, θ times the factor f and frequencies divided by f^(2/D) besides, as the code of the first GTE models
  /// has it; and `dynamic` up to `max_position_embeddings`, where it changes nothing.
  ///
  /// - Parameters:
  ///   - theta: What holds where the file is silent.
  ///   - headSize: D
  ///   - allowsNTK: Whether `ntk` is a type of the architecture.
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)`` for other ways.
  init(_ fields: ConfigurationFields, theta: Float, headSize: Int, allowsNTK: Bool = false) throws {
    let parameters = try fields.object(named: "rope_parameters")
    // As transformers reads it: an old file's scaling counts before the other.
    let scaling = try fields.object(named: "rope_scaling") ?? parameters
    self.init(
      theta: try scaling?.optional(named: "rope_theta") ?? fields.optional(named: "rope_theta") ?? theta)
    try fields.requireSize(headSize)
    for share in [fields, scaling].compactMap({ $0 }) { try share.require("partial_rotary_factor", Float(1)) }
    guard let scaling else { return }
    // Which layers would be turned how is not asked here.
    for kind in ["full_attention", "sliding_attention"] where scaling.contains(kind) {
      throw scaling.invalid(kind, "an object", "none: all layers turn alike")
    }
    let newName: String? = try scaling.optional(named: "rope_type")
    let type = try newName ?? scaling.optional(named: "type") ?? "default"
    let factor = try scaling.optional(named: "factor") ?? Float(1)
    guard factor >= 1, factor.isFinite else { throw scaling.invalid("factor", factor, "1 or more") }
    switch type {
    case "default", "dynamic": break
    case "linear": frequencyDivisor = factor
    case "ntk" where allowsNTK:
      if let mixed: Float = try scaling.optional(named: "mixed_b") {
        throw scaling.invalid("mixed_b", mixed, "null: mixed NTK scaling is not computed here")
      }
      self.theta *= factor
      frequencyDivisor = powf(factor, 2 / Float(headSize))
    default:
      let known = ["\"default\"", "\"linear\"", "\"dynamic\""] + (allowsNTK ? ["\"ntk\""] : [])
      throw scaling.invalid(
        newName == nil ? "type" : "rope_type", type, "one of " + known.joined(separator: ", "))
    }
  }
}

extension ConfigurationFields {
  /// Refuses heads of another size than the states give them.
  func requireSize(_ headSize: Int) throws {
    guard let size: Int = try optional(named: "head_dim"), size != headSize else { return }
    throw invalid("head_dim", size, "hidden_size / num_attention_heads, \(headSize)")
  }
}
