import { spoken } from "./words.js";

/** What a profile can say, in words. Values are the API's; "" stands for a field left out. */

export const ROLES = [
  ["applied", "Applied ML engineer", "Builds models for a product and ships them."],
  ["mlops", "MLOps engineer", "Tracks, delivers and watches models in production."],
  ["platform", "ML platform engineer", "Builds what teams train and serve their models on."],
  ["ai-engineer", "AI engineer", "Builds products on language models."],
  ["undecided", "Not sure yet", "Begins with what the roles share; decide after the first milestone."],
];

export const INTERESTS = [
  ["", "No preference"],
  ["tabular", "Tables and business data"],
  ["nlp", "Language"],
  ["vision", "Images and video"],
  ["time-series", "Time series"],
  ["recommender", "Recommendations"],
];

export const DOMAINS = [
  ["backend", "Backend"],
  ["frontend", "Frontend"],
  ["fullstack", "Full stack"],
  ["data-engineering", "Data engineering"],
  ["devops-sre", "DevOps or SRE"],
  ["mobile", "Mobile"],
  ["embedded", "Embedded"],
  ["qa", "QA and testing"],
  ["game", "Games"],
  ["security", "Security"],
];

export const LEVELS = [
  ["1", "used a bit"],
  ["2", "comfortable"],
  ["3", "strong"],
];

export const MATHS_LEVELS = [
  ["", "Not said: school maths"],
  ["none", "Mostly forgotten"],
  ["school", "School"],
  ["university", "University courses"],
  ["strong", "Strong: a degree in it, or close"],
];

export const MATHS_FIELDS = [
  ["linear_algebra", "Linear algebra"],
  ["calculus", "Calculus"],
  ["probability", "Probability"],
  ["statistics", "Statistics"],
];

export const MATHS_DETAILS = [
  ["", "As above"],
  ["0", "Nothing"],
  ["1", "School"],
  ["2", "University"],
  ["3", "Strong"],
];

export const EXPOSURES = [
  ["", "Not said: none"],
  ["none", "None"],
  ["used-apis", "Called models behind an API"],
  ["courses", "Took courses"],
  ["trained-models", "Trained models"],
  ["production", "Ran models in production"],
];

export const DEPTHS = [
  ["core", "Core: what the role can't do without"],
  ["standard", "Standard"],
  ["full", "Full: everything the role can use"],
];

export const ORDERS = [
  ["blend", "Something served first, then month by month"],
  ["roadmap", "Month by month, as in the roadmap"],
  ["ship-first", "Whatever can be shown soonest"],
];

export const LANGUAGES = [
  "Python", "JavaScript", "TypeScript", "Java", "C#", "C++", "C", "Go", "Rust", "Ruby", "PHP", "Kotlin", "Swift",
  "Scala", "R", "Julia", "MATLAB", "Dart", "Elixir",
];

export const SKILLS = [
  "SQL", "Docker", "Kubernetes", "Git", "Linux", "CI/CD", "Terraform", "AWS", "Azure", "GCP", "Airflow", "Spark", "Kafka",
  "dbt", "NumPy", "pandas", "Jupyter", "scikit-learn", "PyTorch", "TensorFlow", "Hugging Face", "MLflow", "FastAPI",
  "Flask", "Django", "REST", "gRPC", "React", "Node.js", "Unit testing",
];

const SIGNS = /** @type {Record<string, string>} */ ({ csharp: "C#", cpp: "C++", fsharp: "F#" });

/**
 * @param {string} tag of a language or skill, as the server names it
 * @returns {string} as people write it
 */
export function technologyOf(tag) {
  const plain = (/** @type {string} */ name) => name.toLowerCase().replaceAll(/[^a-z0-9+#]/g, "");
  return SIGNS[tag] ?? [...LANGUAGES, ...SKILLS].find((name) => plain(name) === plain(tag)) ?? spoken(tag);
}

/**
 * @param {string[][]} choices
 * @param {unknown} value
 */
export function labelOf(choices, value) {
  return choices.find(([one]) => one === String(value))?.[1] ?? String(value);
}
