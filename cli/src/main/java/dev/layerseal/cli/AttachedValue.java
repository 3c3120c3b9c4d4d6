package dev.layerseal.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets an option take its value after {@code =} alone, so that it never takes the next word. */
final class AttachedValue implements IParameterPreprocessor {

  /** The type of the stack is the library's. */
  @Override
  @SuppressWarnings("JdkObsolete")
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> facts) {
    if (!"=".equals(facts.get("separator")) && argument instanceof OptionSpec option) {
      words.push(option.fallbackValue());
    }
    return false;
  }
}
