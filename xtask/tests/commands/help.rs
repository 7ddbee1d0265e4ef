//! The help, and what clap refuses.

use crate::sandbox::Sandbox;

const COMMANDS: [&str; 7] =
    ["regen", "check", "diff", "generate", "operations", "lint", "conformance"];

#[test]
fn no_arguments_give_the_help() {
    let sandbox = Sandbox::empty();
    let run = sandbox.run(&[]).succeeds().says("Usage: cargo xtask");
    for command in COMMANDS {
        assert!(run.out.contains(&format!("\n  {command}")), "{}", run.out);
    }
    assert!(!run.out.contains("measure"), "{}", run.out);
    assert_eq!(run.out, sandbox.run(&["--help"]).succeeds().out);
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in COMMANDS {
        Sandbox::empty()
            .run(&[command, "--help"])
            .succeeds()
            .says(&format!("Usage: cargo xtask {command}"))
            .says("Examples:\n")
            .says(&format!("\n  cargo xtask {command}"));
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    let sandbox = Sandbox::empty();
    let table: [(&[&str], &str); 5] = [
        (&["regenerate"], "unrecognized subcommand 'regenerate'"),
        (&["check", "--fix"], "unexpected argument '--fix'"),
        (&["generate", "a.yaml", "--name", "a"], "--out <DIR>"),
        (&["generate", "a.yaml", "--out", "a"], "--name <NAME>"),
        (&["generate", "a.yaml", "--out", "a", "--name", "1 a"], "cannot be the name of a package"),
    ];
    for (args, expected) in table {
        let run = sandbox.run(args).remarks(expected);
        assert_eq!(run.code, 2, "{run:#?}");
    }
}
