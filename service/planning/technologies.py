"""Languages, tools and fields of mathematics as people write them; their tags are for programs."""

from __future__ import annotations

from collections.abc import Mapping

# Those that a capital letter alone does not put right.
_WRITTEN: Mapping[str, str] = {
    "abap": "ABAP",
    "aws": "AWS",
    "business-intelligence": "business intelligence",
    "ci-cd": "CI/CD",
    "cobol": "COBOL",
    "cpp": "C++",
    "csharp": "C#",
    "css": "CSS",
    "cuda": "CUDA",
    "data-structures": "data structures",
    "data-warehouse": "data warehouses",
    "dbt": "dbt",
    "dotnet": ".NET",
    "dynamodb": "DynamoDB",
    "etl": "ETL",
    "fastapi": "FastAPI",
    "fpga": "FPGAs",
    "fsharp": "F#",
    "gcp": "GCP",
    "gdscript": "GDScript",
    "gradient-boosting": "gradient boosting",
    "graphql": "GraphQL",
    "grpc": "gRPC",
    "html": "HTML",
    "hugging-face": "Hugging Face",
    "ios": "iOS",
    "javascript": "JavaScript",
    "jax": "JAX",
    "jquery": "jQuery",
    "langchain": "LangChain",
    "llm-apis": "LLM APIs",
    "load-testing": "load testing",
    "matlab": "MATLAB",
    "message-queues": "message queues",
    "mlflow": "MLflow",
    "mongodb": "MongoDB",
    "nlp-libraries": "NLP libraries",
    "nodejs": "Node.js",
    "nosql": "NoSQL",
    "numpy": "NumPy",
    "objective-c": "Objective-C",
    "ocaml": "OCaml",
    "opencv": "OpenCV",
    "pandas": "pandas",
    "penetration-testing": "penetration testing",
    "php": "PHP",
    "php-cms": "PHP content management",
    "plc": "PLCs",
    "powershell": "PowerShell",
    "pytorch": "PyTorch",
    "react-native": "React Native",
    "rest": "REST",
    "ros": "ROS",
    "rtos": "real-time operating systems",
    "sap": "SAP",
    "scikit-learn": "scikit-learn",
    "scipy": "SciPy",
    "siem": "SIEM",
    "sql": "SQL",
    "tensorflow": "TensorFlow",
    "test-automation": "test automation",
    "threejs": "Three.js",
    "typescript": "TypeScript",
    "unit-testing": "unit testing",
    "vba": "VBA",
    "vector-databases": "vector databases",
    "vhdl": "VHDL",
    "visual-basic": "Visual Basic",
    "vmware": "VMware",
    "web-tooling": "web tooling",
}
# Subjects and crafts, which take no capital inside a sentence.
_COMMON = frozenset(
    "agile cryptography fieldbus graphics identity microcontrollers microservices monitoring "
    "networking orchestration search".split()
)


def technology_text(tag: str) -> str:
    """Such as Python for python, C++ for cpp, CI/CD for ci-cd."""
    if tag in _COMMON:
        return tag
    return _WRITTEN.get(tag) or tag.replace("-", " ").capitalize()
